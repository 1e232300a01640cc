using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class EventReadTests : AlicesCase
{
    [Fact]
    public async Task Page_OfAnEmptyFeed_StillHasACursor()
    {
        var page = await Alice.FetchAsync(Events).OkAsync();

        Assert.Equal(["events", "next", "has_more", "limit"], page.EnumerateObject().Select(m => m.Name));
        Assert.Equal(0, page.GetProperty("events").GetArrayLength());
        Assert.False(page.GetProperty("has_more").GetBoolean());
        Assert.Equal(100, page.Number("limit"));

        await Alice.AppendAsync(Id, new { type = "t", id = "late" });
        var next = await Alice.FetchAsync($"{Events}?cursor={page.Text("next")}").OkAsync();
        Assert.Equal("late", Assert.Single(next.GetProperty("events").EnumerateArray()).Text("id"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Pages_FollowedByTheirCursors_HoldEachEventOnce(int limit)
    {
        await FillAsync(10);

        var seen = new List<string>();
        string? cursor = null;
        JsonElement page;
        do
        {
            page = await Alice.FetchAsync($"{Events}?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}").OkAsync();
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.Text("id")!));
            Assert.Equal(page.GetProperty("events").GetArrayLength() == limit, page.GetProperty("has_more").GetBoolean());
            cursor = page.Text("next");
        }
        while (page.GetProperty("has_more").GetBoolean());

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"e{i}"), seen);
    }

    [Theory]
    [InlineData("", 100)]
    [InlineData("limit=0", 100)]
    [InlineData("limit=1000", 1000)]
    [InlineData("limit=1001", 1000)]
    [InlineData("limit=99999999999999999999999999999999999999999999999999999999999999999999", 1000)]
    public async Task Page_OfALimit_TellsTheEffectiveOne(string query, int effective) =>
        Assert.Equal(effective, (await Alice.FetchAsync($"{Events}?{query}").OkAsync()).Number("limit"));

    [Theory]
    [InlineData("limit=-1")]
    [InlineData("limit=abc")]
    [InlineData("limit=1.5")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("wait=-1")]
    [InlineData("wait=soon")]
    [InlineData("since=yesterday")]
    [InlineData("run_id=a%20b")]
    [InlineData("run_id=")]
    [InlineData("type=NOT%20A%20TYPE")]
    public Task Page_OfABadParameter_IsRefused(string query) =>
        Alice.FetchAsync($"{Events}?{query}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

    [Theory]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("%ff%fe")]
    [InlineData("")]
    [InlineData("..%2f..%2fetc")]
    public Task Page_OfAGarbageCursor_IsRefused(string cursor) =>
        Alice.FetchAsync($"{Events}?cursor={cursor}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");

    [Fact]
    public async Task Cursor_Tampered_Truncated_OfAnotherFeedOrFilter_IsRefused()
    {
        await FillAsync(3);
        var cursor = (await Alice.FetchAsync($"{Events}?limit=2").OkAsync()).Text("next")!;
        Assert.Matches("^[A-Za-z0-9._~-]{1,128}$", cursor);

        for (var i = 0; i < cursor.Length; i += 5)
        {
            var other = cursor[i] == 'A' ? 'B' : 'A';
            await Alice.FetchAsync($"{Events}?cursor={cursor[..i]}{other}{cursor[(i + 1)..]}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        }

        await Alice.FetchAsync($"{Events}?cursor={cursor[..^1]}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        await Alice.FetchAsync($"{Events}?cursor={cursor}&type=t").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        var another = await Alice.CreateInvestigationAsync();
        await Alice.FetchAsync($"/api/v1/investigations/{another}/events?cursor={cursor}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        await Alice.FetchAsync($"{Events}?cursor={cursor}&since=2026-01-01T00:00:00Z").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

        Assert.Equal(1, (await Alice.FetchAsync($"{Events}?cursor={cursor}&limit=7").OkAsync()).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Page_OfAFilter_HoldsOnlyWhatMatchesAndAdvancesOverTheRest()
    {
        await Alice.AppendAsync(Id, Enumerable.Range(0, 30).Select(i => (object)new
        {
            id = $"e{i}",
            type = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c",
            run_id = i % 2 == 0 ? "even" : "odd",
        }).ToArray());

        var types = await Alice.FetchAsync($"{Events}?type=a&type=b").OkAsync();
        Assert.Equal(20, types.GetProperty("events").GetArrayLength());
        var run = await Alice.FetchAsync($"{Events}?run_id=odd&type=c").OkAsync();
        Assert.Equal(["e5", "e11", "e17", "e23", "e29"], run.GetProperty("events").EnumerateArray().Select(e => e.Text("id")));

        var none = await Alice.FetchAsync($"{Events}?type=never").OkAsync();
        await Alice.AppendAsync(Id, new { id = "now", type = "never" });
        var later = await Alice.FetchAsync($"{Events}?type=never&cursor={none.Text("next")}").OkAsync();
        Assert.Equal("now", Assert.Single(later.GetProperty("events").EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task Since_OnTheFirstPage_StartsAtThatTime()
    {
        await FillAsync(3);
        var timestamp = (await Alice.FetchAsync(Events).OkAsync()).GetProperty("events")[0].Text("timestamp")!;

        var from = await Alice.FetchAsync($"{Events}?since={timestamp}").OkAsync();
        Assert.Equal(3, from.GetProperty("events").GetArrayLength());

        var future = await Alice.FetchAsync($"{Events}?since=2100-01-01T00:00:00Z").OkAsync();
        Assert.Equal(0, future.GetProperty("events").GetArrayLength());
        Assert.NotNull(future.Text("next"));
    }
}
