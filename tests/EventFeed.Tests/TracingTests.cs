using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

public sealed class TracingTests
{
    [Fact]
    public async Task AppendAndRead_WhileSomebodyListens_AreSpans()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Investigations.EventFeed",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (spans)
                {
                    spans.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var provider = new ServiceCollection().AddEventFeed().UseInMemory().Services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        var name = Guid.NewGuid().ToString();

        await feed.AppendAsync(name, [new NewFeedEvent("t", default), new NewFeedEvent("t", default)], TestContext.Current.CancellationToken);
        await feed.ReadAsync(name, new FeedQuery(), TestContext.Current.CancellationToken);

        List<Activity> mine;
        lock (spans)
        {
            mine = [.. spans.Where(span => (string?)span.GetTagItem("investigations.event_feed.feed") == name)];
        }

        Assert.Equal(["event_feed append", "event_feed read"], mine.Select(span => span.OperationName));
        Assert.All(mine, span => Assert.Equal(2, span.GetTagItem("investigations.event_feed.events")));
    }
}
