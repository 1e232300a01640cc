using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

public sealed class TailTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tail_HistoryThenLive_GivesEachEventOnceWithItsCursor()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        await host.AppendAsync(5);
        await using var tail = host.Feed.TailAsync("a", new FeedQuery { Limit = 2 }, Cancellation).GetAsyncEnumerator(Cancellation);
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal($"e{i}", (await NextAsync(tail)).Event.Id);
        }

        var cursor = tail.Current.Cursor;
        var live = NextAsync(tail);
        await host.WaitersAsync(1);
        await host.AppendAsync(1, prefix: "live");
        Assert.Equal("live1", (await live).Event.Id);
        Assert.Equal(["live1"], (await host.GetAsync($"/feeds/a/events?cursor={cursor}")).Ids);
    }

    [Fact]
    public async Task Tail_AppendsDuringTheHandOver_AreSeenOnce()
    {
        await using var host = await FeedHost.StartAsync();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await host.AppendAsync(2, prefix: $"{i}-");
                if (i % 7 == 0)
                {
                    await Task.Yield();
                }
            }
        }, Cancellation);
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
        {
            var seen = new List<long>();
            await foreach (var item in host.Feed.TailAsync("a", new FeedQuery { Limit = 1 + reader * 30 }, Cancellation))
            {
                seen.Add(item.Event.Sequence);
                if (seen.Count == 1000)
                {
                    break;
                }
            }

            return seen;
        }, Cancellation)).ToArray();
        await writer;
        Assert.All(await Task.WhenAll(readers), static seen => Assert.Equal(Enumerable.Range(1, 1000).Select(static i => (long)i), seen));
        await host.WaitersAsync(0);
    }

    [Fact]
    public async Task Tail_FromNow_SkipsHistory()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        await host.AppendAsync(5);
        await using var tail = host.Feed.TailAsync("a", new FeedQuery { FromNow = true, Subject = "s" }, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = NextAsync(tail);
        await host.WaitersAsync(1);
        await host.Feed.AppendAsync("a", [Sample.Event("other", subject: "t"), Sample.Event("mine", subject: "s")], Cancellation);
        Assert.Equal("mine", (await next).Event.Id);
    }

    [Fact]
    public async Task TailCursor_AtTheEnd_GivesWhatIsAppendedLater()
    {
        await using var host = await FeedHost.StartAsync();
        var empty = await host.Feed.GetTailCursorAsync("a", new FeedQuery(), Cancellation);
        await host.AppendAsync(3);
        var cursor = await host.Feed.GetTailCursorAsync("a", new FeedQuery { Subject = "s" }, Cancellation);
        await host.Feed.AppendAsync("a", [Sample.Event("x", subject: "s")], Cancellation);

        Assert.Equal(["e1", "e2", "e3", "x"], (await host.GetAsync($"/feeds/a/events?cursor={empty}")).Ids);
        Assert.Equal(["x"], (await host.GetAsync($"/feeds/a/events?subject=s&cursor={cursor}")).Ids);
    }

    [Fact]
    public async Task Tail_BadCursor_ThrowsByTheFirstStep()
    {
        await using var host = await FeedHost.StartAsync();
        var exception = await Assert.ThrowsAsync<FeedCursorException>(async () =>
        {
            await foreach (var _ in host.Feed.TailAsync("a", new FeedQuery { Cursor = "nonsense" }, Cancellation))
            {
            }
        });
        Assert.Equal((FeedCursorReason.Invalid, "invalid_cursor"), (exception.Reason, exception.Code));
        await host.WaitersAsync(0);
    }

    [Fact]
    public async Task Tail_StoreDown_WaitsAndGoesOn()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(1);
        await using var tail = host.Feed.TailAsync("a", new FeedQuery(), Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(tail);
        var next = NextAsync(tail);
        await host.WaitersAsync(1);
        await host.AppendAsync(1, prefix: "x");
        await next;

        host.Store.IsDown = true;
        next = NextAsync(tail);
        await host.WaitersAsync(1);
        host.Services.GetRequiredService<IFeedWakeup>().Wake("a", 3);
        var reads = host.Store.Reads;
        await time.AdvanceUntilAsync(() => host.Store.Reads - reads >= 3, TimeSpan.FromSeconds(0.5));
        Assert.False(next.IsCompleted);
        host.Store.IsDown = false;
        await host.AppendAsync(1, prefix: "back");
        await time.AdvanceUntilAsync(next, TimeSpan.FromSeconds(0.5), atMost: 10);
        Assert.Equal("back1", (await next).Event.Id);
    }

    [Fact]
    public async Task Tail_OverlaidByATrim_SaysSo()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(10);
        await using var tail = host.Feed.TailAsync("a", new FeedQuery { Limit = 1 }, Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(tail);
        await host.Feed.TrimAsync("a", FeedTrim.Through(5), Cancellation);
        var exception = await Assert.ThrowsAsync<FeedCursorException>(() => NextAsync(tail));
        Assert.Equal((FeedCursorReason.Trimmed, "cursor_expired"), (exception.Reason, exception.Code));
    }

    [Fact]
    public async Task Tail_HostStops_Ends()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        await using var tail = host.Feed.TailAsync("a", new FeedQuery(), Cancellation).GetAsyncEnumerator(Cancellation);
        var next = tail.MoveNextAsync().AsTask();
        await host.WaitersAsync(1);
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    [Fact]
    public async Task Tail_OverDays_GivesCursorsOfTheirDay()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time, static o => o.CursorLifetime = TimeSpan.FromDays(2));
        await using var tail = host.Feed.TailAsync("a", new FeedQuery(), Cancellation).GetAsyncEnumerator(Cancellation);
        for (var day = 0; day < 6; day++)
        {
            var next = NextAsync(tail);
            await host.WaitersAsync(1);
            time.Advance(TimeSpan.FromDays(1));
            await host.AppendAsync(1, prefix: $"{day}-");
            Assert.Equal(200, (await host.GetAsync($"/feeds/a/events?cursor={(await next).Cursor}")).Status);
        }
    }

    private static async Task<FeedItem> NextAsync(IAsyncEnumerator<FeedItem> tail)
    {
        Assert.True(await tail.MoveNextAsync());
        return tail.Current;
    }
}
