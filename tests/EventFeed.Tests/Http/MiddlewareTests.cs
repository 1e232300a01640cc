using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.EventFeed.Tests;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Exceptions_OfFeedsElsewhere_BecomeProblems()
    {
        await using var host = await FeedHost.StartAsync(use: static app =>
        {
            app.UseEventFeed();
            app.MapGet("/down", IResult () => throw new FeedUnavailableException("x") { RetryAfter = TimeSpan.FromSeconds(7) });
            app.MapGet("/cursor", async (IEventFeed feed, CancellationToken token) => (await feed.ReadAsync("a", new FeedQuery { Cursor = "x" }, token)).Next);
            app.MapGet("/event", async (IEventFeed feed, CancellationToken token) => (await feed.AppendAsync("a", [Sample.Event("")], token)).Count);
        });

        var down = await host.GetAsync("/down");
        Assert.Equal((503, "storage_unavailable", "7"), (down.Status, down.Code, down.RetryAfter));
        var cursor = await host.GetAsync("/cursor");
        Assert.Equal((400, "invalid_cursor"), (cursor.Status, cursor.Code));
        var item = await host.GetAsync("/event");
        Assert.Equal((400, "invalid_event", 0), (item.Status, item.Code, item.Json.GetProperty("index").GetInt32()));
    }
}
