using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

public sealed class ConditionalTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task TailPage_Unchanged_Is304WithoutAPageRead()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        await host.AppendAsync(3);
        var page = await host.GetAsync("/feeds/a/events");
        var (reads, heads) = (host.Store.Reads, host.Store.Heads);
        for (var i = 0; i < 10; i++)
        {
            var again = await host.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!));
            Assert.Equal(304, again.Status);
            Assert.Equal((page.ETag, page.CacheControl, page.Link), (again.ETag, again.CacheControl, again.Link));
        }

        Assert.Equal(reads, host.Store.Reads);
        Assert.Equal(heads + 1, host.Store.Heads);
        Assert.Equal("private, no-cache", page.CacheControl);
    }

    [Fact]
    public async Task TailPage_AfterAnAppendOnThisNode_IsNewAtOnce()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        for (var i = 1; i < 5; i++)
        {
            var page = await host.GetAsync("/feeds/a/events");
            Assert.Equal(304, (await host.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!))).Status);
            await host.AppendAsync(1, prefix: $"{i}-");
            var changed = await host.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!));
            Assert.Equal((200, i), (changed.Status, changed.Ids.Length));
        }
    }

    [Fact]
    public async Task TailPage_AfterAnAppendElsewhere_IsNewWithinThePollInterval()
    {
        var time = new FakeTimeProvider(Start);
        var shared = new InMemoryFeedStore(new FeedClock(time));
        await using var here = await FeedHost.StartAsync(time, store: shared);
        await using var there = await FeedHost.StartAsync(time, store: shared);
        await here.AppendAsync(1);
        var page = await here.GetAsync("/feeds/a/events");
        Assert.Equal(304, (await here.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!))).Status);

        await there.AppendAsync(1, prefix: "other");
        time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Equal(200, (await here.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!))).Status);
    }

    [Fact]
    public async Task FullPage_AskedForByCursor_IsImmutableAnd304()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start));
        var start = (await host.GetAsync("/feeds/a/events")).Next;
        await host.AppendAsync(10);
        var url = $"/feeds/a/events?limit=4&cursor={start}";
        var page = await host.GetAsync(url);
        Assert.Equal("private, max-age=86400, immutable", page.CacheControl);

        await host.AppendAsync(10, prefix: "later");
        var reads = host.Store.Reads;
        var again = await host.GetAsync(url, ("If-None-Match", page.ETag!));
        Assert.Equal((304, page.CacheControl, page.Link), (again.Status, again.CacheControl, again.Link));
        Assert.Equal(reads, host.Store.Reads);
        Assert.Equal(page.Bytes, (await host.GetAsync(url)).Bytes);
    }

    [Fact]
    public async Task FullPage_WithoutACursor_IsNotKept()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(4);
        Assert.Equal("private, no-cache", (await host.GetAsync("/feeds/a/events?limit=4")).CacheControl);
    }

    [Fact]
    public async Task FullPage_MaxAge_IsAtMostHalfACursorsLife()
    {
        await using var host = await FeedHost.StartAsync(configure: static o => o.CursorLifetime = TimeSpan.FromDays(1));
        var start = (await host.GetAsync("/feeds/a/events")).Next;
        await host.AppendAsync(4);
        Assert.Equal("private, max-age=43200, immutable", (await host.GetAsync($"/feeds/a/events?limit=4&cursor={start}")).CacheControl);
    }

    [Fact]
    public async Task Tab_ThatReceivesOnly304s_GetsAFreshCursorEveryDay()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(1);
        var page = await host.GetAsync("/feeds/a/events");
        var (cursor, etag, fresh) = (page.Next, "none", 0);
        for (var hour = 0; hour < 24 * 45; hour++)
        {
            var poll = await host.GetAsync($"/feeds/a/events?cursor={cursor}", ("If-None-Match", etag));
            if (poll.Status == 200)
            {
                (cursor, etag, fresh) = (poll.Next, poll.ETag!, fresh + 1);
            }
            else
            {
                Assert.Equal(304, poll.Status);
            }

            time.Advance(TimeSpan.FromHours(1));
        }

        await host.AppendAsync(1, prefix: "late");
        Assert.Equal(["late1"], (await host.GetAsync($"/feeds/a/events?cursor={cursor}", ("If-None-Match", etag))).Ids);
        Assert.InRange(fresh, 45, 92);
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("{1}", 304)]
    [InlineData("\"x\", {0}, W/\"y\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"x\"", 200)]
    [InlineData("not a tag", 200)]
    [InlineData("W/", 200)]
    [InlineData("\"\"", 200)]
    public async Task IfNoneMatch_InEveryForm_IsComparedWeakly(string form, int status)
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(1);
        var page = await host.GetAsync("/feeds/a/events");
        var header = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, page.ETag, page.ETag![2..]);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            var answer = await host.SendAsync(method, "/feeds/a/events", ("If-None-Match", header), ("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"));
            Assert.Equal(status, answer.Status);
        }
    }

    [Fact]
    public async Task ETag_OfAnotherLimitFilterOrFeed_IsAnother()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(1);
        string[] urls = ["/feeds/a/events", "/feeds/a/events?limit=5", "/feeds/a/events?subject=x", "/feeds/a/events?type=y", "/feeds/b/events", "/feeds/a/events?since=2020-01-01T00:00:00Z"];
        var tags = new List<string>();
        foreach (var url in urls)
        {
            tags.Add((await host.GetAsync(url)).ETag!);
        }

        Assert.Equal(urls.Length, tags.Distinct().Count());
    }

    [Fact]
    public async Task ManyTabs_PollingAnIdleFeed_CostOneHeadAnInterval()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(1);
        var page = await host.GetAsync("/feeds/a/events");
        var heads = host.Store.Heads;
        for (var interval = 0; interval < 4; interval++)
        {
            var polls = Enumerable.Range(0, 100).Select(_ => host.GetAsync("/feeds/a/events", ("If-None-Match", page.ETag!)));
            Assert.All(await Task.WhenAll(polls), static answer => Assert.Equal(304, answer.Status));
            time.Advance(TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal(4, host.Store.Heads - heads);
    }
}
