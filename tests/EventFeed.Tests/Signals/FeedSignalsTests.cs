using Microsoft.Extensions.DependencyInjection;

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
}
