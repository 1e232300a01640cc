using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

public sealed class CursorErrorTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Cursor_OfAnotherFeedOrFilter_IsInvalid()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(3);
        var cursor = (await host.GetAsync("/feeds/a/events?type=x&type=y&limit=1")).Next;

        Assert.Equal(200, (await host.GetAsync($"/feeds/a/events?type=y&type=x&limit=2&cursor={cursor}")).Status);
        foreach (var url in (string[])["/feeds/b/events?type=x&type=y", "/feeds/a/events?type=x", "/feeds/a/events?", "/feeds/a/events?type=x&type=y&subject=s"])
        {
            var answer = await host.GetAsync($"{url}&cursor={cursor}");
            Assert.Equal((400, "invalid_cursor", "cursor", "no-store"), (answer.Status, answer.Code, answer.Parameter, answer.CacheControl));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("%FF%FE")]
    [InlineData("%20")]
    public async Task Cursor_ThatIsNone_IsInvalid(string cursor)
    {
        await using var host = await FeedHost.StartAsync();
        Assert.Equal("invalid_cursor", (await host.GetAsync($"/feeds/a/events?cursor={cursor}")).Code);
    }

    [Fact]
    public async Task Cursor_PastItsLife_IsGoneAndSaysWhereToResume()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time, static o => o.CursorLifetime = TimeSpan.FromDays(2));
        await host.AppendAsync(3);
        const string First = "/feeds/a/events?limit=1&type=thing_happened";
        var page = $"{First}&cursor={(await host.GetAsync(First)).Next}";

        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(200, (await host.GetAsync(page)).Status);
        time.Advance(TimeSpan.FromDays(1));
        var answer = await host.GetAsync(page);
        Assert.Equal((410, "cursor_expired", "no-store"), (answer.Status, answer.Code, answer.CacheControl));
        Assert.Equal("age", answer.Json.GetProperty("reason").GetString());
        var resume = answer.Json.GetProperty("resume").GetString()!;
        Assert.Equal(First, resume);
        Assert.Equal(["e1"], (await host.GetAsync(resume)).Ids);
    }

    [Fact]
    public async Task Cursor_BehindATrim_IsGone()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(10);
        var early = (await host.GetAsync("/feeds/a/events?limit=3")).Next;
        var floor = (await host.GetAsync("/feeds/a/events?limit=5")).Next;
        await host.Feed.TrimAsync("a", FeedTrim.Through(5), TestContext.Current.CancellationToken);

        var answer = await host.GetAsync($"/feeds/a/events?limit=3&cursor={early}");
        Assert.Equal((410, "cursor_expired"), (answer.Status, answer.Code));
        Assert.Equal("retention", answer.Json.GetProperty("reason").GetString());
        Assert.Equal(["e6", "e7", "e8"], (await host.GetAsync(answer.Json.GetProperty("resume").GetString()!)).Ids);
        Assert.Equal(["e6", "e7", "e8"], (await host.GetAsync($"/feeds/a/events?limit=3&cursor={floor}")).Ids);
    }

    [Theory]
    [InlineData("epoch")]
    [InlineData("shorter")]
    [InlineData("rewritten")]
    public async Task Cursor_OfAFeedThatWasReplaced_IsReset(string how)
    {
        CursorKey[] keys = [new("k", new byte[32])];
        await using var host = await FeedHost.StartAsync(configure: o => o.CursorKeys.Add(keys[0]));
        await host.AppendAsync(5);
        var page = await host.GetAsync("/feeds/a/events?limit=5");

        var other = new InMemoryFeedStore(new FeedClock(TimeProvider.System));
        await using var restored = await FeedHost.StartAsync(configure: o => o.CursorKeys.Add(keys[0]), store: other);
        await restored.AppendAsync(how == "shorter" ? 4 : 6, prefix: how == "rewritten" ? "f" : "e");
        var epoch = (await host.Feed.GetHeadAsync("a", TestContext.Current.CancellationToken)).Epoch;
        restored.Store.AlterHead = how == "epoch" ? null : head => head with { Epoch = epoch };

        foreach (var headers in ((string, string)[][])[[], [("If-None-Match", page.ETag!)]])
        {
            var answer = await restored.GetAsync($"/feeds/a/events?limit=5&cursor={page.Next}", headers);
            Assert.Equal((410, "feed_reset"), (answer.Status, answer.Code));
            Assert.Equal("/feeds/a/events?limit=5", answer.Json.GetProperty("resume").GetString());
        }
    }

    [Fact]
    public async Task Store_Down_Is503WithRetryAfter()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        await host.AppendAsync(1);
        var page = await host.GetAsync("/feeds/a/events");
        host.Store.IsDown = true;
        foreach (var url in (string[])["/feeds/a/events", "/feeds/b/events?wait=5"])
        {
            foreach (var headers in ((string, string)[][])[[], [("If-None-Match", page.ETag!)]])
            {
                var answer = await host.GetAsync(url, headers);
                Assert.Equal((503, "storage_unavailable", "3"), (answer.Status, answer.Code, answer.RetryAfter));
                Assert.Equal("no-store", answer.CacheControl);
                Assert.Null(answer.ETag);
            }
        }

        host.Store.IsDown = false;
        Assert.Equal(304, (await host.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!))).Status);
    }
}
