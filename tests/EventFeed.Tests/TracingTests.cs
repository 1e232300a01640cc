using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class TracingTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public TracingTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Investigations.EventFeed",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task AppendAndRead_WhileSomebodyListens_AreSpans()
    {
        await using var provider = new ServiceCollection().AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        var name = Guid.NewGuid().ToString();

        await feed.AppendAsync(name, [new NewFeedEvent("t", default), new NewFeedEvent("t", default)], TestContext.Current.CancellationToken);
        await feed.ReadAsync(name, new FeedQuery(), TestContext.Current.CancellationToken);

        var mine = SpansOf(name);
        Assert.Equal(["event_feed append", "event_feed read"], mine.Select(span => span.OperationName));
        Assert.All(mine, span => Assert.Equal(2, span.GetTagItem("investigations.event_feed.events")));
    }

    [Fact]
    public async Task Append_InACallersTransaction_IsASpan()
    {
        await using var provider = new ServiceCollection().AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var feed = (ITransactionalAppend)provider.GetRequiredService<IEventFeed>();
        var name = Guid.NewGuid().ToString();
        NewFeedEvent[] one = [new("t", default)];

        var appended = feed.Append(name, one, static append => [.. append.Events.Select(static (_, i) => new StoredAppend(IsNew: true, i + 1, 0, Existing: null))]);
        await feed.AppendAsync(name, one, feed.Store.AppendAsync, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await feed.AppendAsync(name, one, static (_, _) => throw new InvalidDataException(), TestContext.Current.CancellationToken));
        Assert.Throws<InvalidDataException>(() => feed.Append(name, one, static _ => throw new InvalidDataException()));
        Assert.Empty(feed.Append(name, [], static _ => throw new InvalidDataException()));

        Assert.Equal(AppendOutcome.Appended, appended[0].Outcome);
        var mine = SpansOf(name);
        Assert.All(mine, span => Assert.Equal("event_feed append", span.OperationName));
        Assert.Equal(
            [ActivityStatusCode.Unset, ActivityStatusCode.Unset, ActivityStatusCode.Error, ActivityStatusCode.Error],
            mine.Select(span => span.Status));
    }

    private Activity[] SpansOf(string feed) => [.. _spans.Where(span => (string?)span.GetTagItem("investigations.event_feed.feed") == feed)];
}
