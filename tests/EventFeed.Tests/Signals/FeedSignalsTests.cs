using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed.Tests;

public sealed class FeedSignalsTests
{
    [Fact]
    public async Task Append_IsToldBeforeItReturns_UntilTheSubscriptionIsDisposed()
    {
        await using var provider = new ServiceCollection().AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        var signals = provider.GetRequiredService<IFeedSignals>();
        List<string> first = [], second = [];
        var subscription = signals.OnGrown(first.Add);
        using var other = signals.OnGrown(second.Add);

        await AppendAsync("a");
        await AppendAsync("b");
        subscription.Dispose();
        subscription.Dispose();
        await AppendAsync("c");

        Assert.Equal(["a", "b"], first);
        Assert.Equal(["a", "b", "c"], second);

        async Task AppendAsync(string name) =>
            await feed.AppendAsync(name, [new NewFeedEvent("t", default) { Id = "same" }], TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Append_OfADuplicate_IsNotTold()
    {
        await using var provider = new ServiceCollection().AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        var told = 0;
        using var subscription = provider.GetRequiredService<IFeedSignals>().OnGrown(_ => told++);

        for (var i = 0; i < 3; i++)
        {
            await feed.AppendAsync("a", [new NewFeedEvent("t", default) { Id = "same" }], TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task Append_WhoseCallbackThrows_ReturnsAndTellsTheOthers()
    {
        using var logs = new LogRecorder();
        await using var provider = new ServiceCollection().AddLogging(builder => builder.AddProvider(logs)).AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        var signals = provider.GetRequiredService<IFeedSignals>();
        var thrown = new InvalidDataException("mine");
        List<string> told = [];
        using var failing = signals.OnGrown(_ => throw thrown);
        using var other = signals.OnGrown(told.Add);

        var results = await feed.AppendAsync("a", [new NewFeedEvent("t", default)], TestContext.Current.CancellationToken);

        Assert.Equal(AppendOutcome.Appended, results[0].Outcome);
        Assert.Equal(["a"], told);
        Assert.Same(thrown, Assert.Single(logs.Entries, static entry => entry.Name == "GrowthCallbackFailed").Exception);
    }
}
