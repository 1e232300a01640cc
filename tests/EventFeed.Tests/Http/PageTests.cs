using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.EventFeed.Tests;

public sealed class PageTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public async Task Page_OfOneEvent_IsTheContractsJson()
    {
        await using var host = await FeedHost.StartAsync(new FakeTimeProvider(Start), endpoint: static o => o.SubjectName = "run_id");
        await host.Feed.AppendAsync("a",
        [
            new("tool_complete", Sample.Json("{ \"a\" : [1, 2.50] }")) { Id = "ä\"", Subject = "run-1", OccurredAt = new DateTimeOffset(2025, 12, 31, 22, 0, 0, TimeSpan.FromHours(-1)) },
            new("phase_change", default) { Id = "2" },
        ], TestContext.Current.CancellationToken);
        var page = await host.GetAsync("/feeds/a/events");

        Assert.Equal(200, page.Status);
        Assert.Equal("application/json; charset=utf-8", page.ContentType);
        Assert.Equal(
            """{"events":[{"id":"ä\"","type":"tool_complete","run_id":"run-1","sequence":1,"timestamp":"2026-01-01T00:00:00.123Z","occurred_at":"2025-12-31T23:00:00.000Z","data":{"a":[1,2.50]}},"""
            + """{"id":"2","type":"phase_change","run_id":null,"sequence":2,"timestamp":"2026-01-01T00:00:00.123Z","occurred_at":null,"data":{}}],"next":"NEXT","has_more":false,"limit":100}""",
            Encoding.UTF8.GetString(page.Bytes).Replace(page.Next, "NEXT", StringComparison.Ordinal));
        Assert.Equal($"</feeds/a/events?cursor={page.Next}>; rel=\"next\"", page.Link);
    }

    [Fact]
    public async Task Page_OfNothing_HasANextThatGivesWhatIsAppendedLater()
    {
        await using var host = await FeedHost.StartAsync();
        var empty = await host.GetAsync("/feeds/a/events");
        Assert.Empty(empty.Ids);
        Assert.False(empty.HasMore);

        await host.AppendAsync(3);
        Assert.Equal(["e1", "e2", "e3"], (await host.GetAsync($"/feeds/a/events?cursor={empty.Next}")).Ids);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Page_FollowedByNext_GivesEachEventOnce(int limit)
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(250);
        var (seen, url) = (new List<string>(), $"/feeds/a/events?limit={limit}");
        while (true)
        {
            var page = await host.GetAsync(url);
            seen.AddRange(page.Ids);
            if (!page.HasMore)
            {
                break;
            }

            Assert.Equal(limit, page.Ids.Length);
            url = page.Link![1..page.Link!.IndexOf('>', StringComparison.Ordinal)];
        }

        Assert.Equal(Enumerable.Range(1, 250).Select(static i => $"e{i}"), seen);
    }

    [Fact]
    public async Task Page_FullAtTheHead_SaysThatThereIsMore()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(5);
        var full = await host.GetAsync("/feeds/a/events?limit=5");
        Assert.True(full.HasMore);

        await host.AppendAsync(1, prefix: "later");
        Assert.Equal(full.Bytes, (await host.GetAsync("/feeds/a/events?limit=5")).Bytes);
        Assert.Equal(["later1"], (await host.GetAsync($"/feeds/a/events?limit=5&cursor={full.Next}")).Ids);
    }

    [Fact]
    public async Task Page_OfLargeEvents_EndsAtItsBytes()
    {
        await using var host = await FeedHost.StartAsync(configure: static o => o.MaxPageBytes = 100_000);
        var data = $"\"{new string('x', 30_000)}\"";
        await host.Feed.AppendAsync("a", [.. Enumerable.Range(1, 10).Select(i => Sample.Event($"e{i}", data: data))], TestContext.Current.CancellationToken);
        var page = await host.GetAsync("/feeds/a/events");

        Assert.Equal(["e1", "e2", "e3"], page.Ids);
        Assert.True(page.HasMore);
        Assert.InRange(page.Bytes.Length, 90_000, 101_000);
        Assert.Equal(["e4", "e5", "e6"], (await host.GetAsync($"/feeds/a/events?cursor={page.Next}")).Ids);
    }

    [Fact]
    public async Task Head_OfAPage_HasItsHeadersAndNoBody()
    {
        await using var host = await FeedHost.StartAsync();
        await host.AppendAsync(2);
        var get = await host.GetAsync("/feeds/a/events");
        var head = await host.SendAsync(HttpMethod.Head, "/feeds/a/events");

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Bytes);
        Assert.Equal((get.ETag, get.CacheControl, get.Link, get.ContentType), (head.ETag, head.CacheControl, head.Link, head.ContentType));
    }

    [Fact]
    public async Task Filter_OnTypesAndSubject_AdvancesOverWhatItSkips()
    {
        await using var host = await FeedHost.StartAsync();
        await host.Feed.AppendAsync("a",
            [Sample.Event("1", "a", "x"), Sample.Event("2", "b", "x"), Sample.Event("3", "c", "y")], TestContext.Current.CancellationToken);
        var page = await host.GetAsync("/feeds/a/events?type=b&type=a&subject=x");
        Assert.Equal(["1", "2"], page.Ids);

        var none = await host.GetAsync("/feeds/a/events?type=zzz");
        Assert.Empty(none.Ids);
        await host.AppendAsync(1);
        Assert.NotEqual(none.Next, (await host.GetAsync($"/feeds/a/events?type=zzz&cursor={none.Next}")).Next);
        Assert.Empty((await host.GetAsync($"/feeds/a/events?type=a&type=b&subject=x&cursor={page.Next}")).Ids);
    }

    [Fact]
    public async Task Since_IsInclusiveAndForTheFirstPageOnly()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = await FeedHost.StartAsync(time);
        await host.AppendAsync(2, prefix: "old");
        time.Advance(TimeSpan.FromSeconds(10));
        await host.AppendAsync(2, prefix: "new");

        Assert.Equal(["new1", "new2"], (await host.GetAsync("/feeds/a/events?since=2026-01-01T00:00:10.123Z")).Ids);
        Assert.Equal(["new1", "new2"], (await host.GetAsync("/feeds/a/events?since=2026-01-01T02:00:10.123%2B02:00")).Ids);
        Assert.Empty((await host.GetAsync("/feeds/a/events?since=2026-01-01T00:00:10.1231Z")).Ids);
        var page = await host.GetAsync("/feeds/a/events?since=2026-01-01T00:00:10Z&limit=1");
        Assert.DoesNotContain("since", page.Link!, StringComparison.Ordinal);
        Assert.Equal(["new2"], (await host.GetAsync($"/feeds/a/events?limit=1&cursor={page.Next}")).Ids);
    }

    [Fact]
    public async Task Feed_WithANameThatNoneCanHave_IsNotFound()
    {
        await using var host = await FeedHost.StartAsync();
        var answer = await host.GetAsync($"/feeds/{new string('x', 201)}/events");
        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
        Assert.Equal(0, host.Store.Total);
    }
}
