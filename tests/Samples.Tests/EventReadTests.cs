using System.Net;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

public sealed class EventReadTests : IAsyncLifetime
{
    private readonly ApiFactory _api = new();
    private HttpClient _alice = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _alice = _api.As("alice");
        _id = await _alice.CreateInvestigationAsync();
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private string Events => $"/api/v1/investigations/{_id}/events";

    [Fact]
    public async Task Page_OfAnEmptyFeed_StillHasACursor()
    {
        var page = await _alice.FetchAsync(Events).OkAsync();

        Assert.Equal(["events", "next", "has_more", "limit"], page.EnumerateObject().Select(m => m.Name));
        Assert.Equal(0, page.GetProperty("events").GetArrayLength());
        Assert.False(page.GetProperty("has_more").GetBoolean());
        Assert.Equal(100, page.Number("limit"));

        await _alice.AppendAsync(_id, new { type = "t", id = "late" });
        var next = await _alice.FetchAsync($"{Events}?cursor={page.Text("next")}").OkAsync();
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
            page = await _alice.FetchAsync($"{Events}?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}").OkAsync();
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
        Assert.Equal(effective, (await _alice.FetchAsync($"{Events}?{query}").OkAsync()).Number("limit"));

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
        _alice.FetchAsync($"{Events}?{query}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

    [Theory]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("%ff%fe")]
    [InlineData("")]
    [InlineData("..%2f..%2fetc")]
    public Task Page_OfAGarbageCursor_IsRefused(string cursor) =>
        _alice.FetchAsync($"{Events}?cursor={cursor}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");

    [Fact]
    public async Task Cursor_Tampered_Truncated_OfAnotherFeedOrFilter_IsRefused()
    {
        await FillAsync(3);
        var cursor = (await _alice.FetchAsync($"{Events}?limit=2").OkAsync()).Text("next")!;
        Assert.Matches("^[A-Za-z0-9._~-]{1,128}$", cursor);

        for (var i = 0; i < cursor.Length; i += 5)
        {
            var other = cursor[i] == 'A' ? 'B' : 'A';
            await _alice.FetchAsync($"{Events}?cursor={cursor[..i]}{other}{cursor[(i + 1)..]}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        }

        await _alice.FetchAsync($"{Events}?cursor={cursor[..^1]}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        await _alice.FetchAsync($"{Events}?cursor={cursor}&type=t").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        var another = await _alice.CreateInvestigationAsync();
        await _alice.FetchAsync($"/api/v1/investigations/{another}/events?cursor={cursor}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_cursor");
        await _alice.FetchAsync($"{Events}?cursor={cursor}&since=2026-01-01T00:00:00Z").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

        Assert.Equal(1, (await _alice.FetchAsync($"{Events}?cursor={cursor}&limit=7").OkAsync()).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Page_OfAFilter_HoldsOnlyWhatMatchesAndAdvancesOverTheRest()
    {
        await _alice.AppendAsync(_id, Enumerable.Range(0, 30).Select(i => (object)new
        {
            id = $"e{i}",
            type = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c",
            run_id = i % 2 == 0 ? "even" : "odd",
        }).ToArray());

        var types = await _alice.FetchAsync($"{Events}?type=a&type=b").OkAsync();
        Assert.Equal(20, types.GetProperty("events").GetArrayLength());
        var run = await _alice.FetchAsync($"{Events}?run_id=odd&type=c").OkAsync();
        Assert.Equal(["e5", "e11", "e17", "e23", "e29"], run.GetProperty("events").EnumerateArray().Select(e => e.Text("id")));

        var none = await _alice.FetchAsync($"{Events}?type=never").OkAsync();
        await _alice.AppendAsync(_id, new { id = "now", type = "never" });
        var later = await _alice.FetchAsync($"{Events}?type=never&cursor={none.Text("next")}").OkAsync();
        Assert.Equal("now", Assert.Single(later.GetProperty("events").EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task Since_OnTheFirstPage_StartsAtThatTime()
    {
        await FillAsync(3);
        var timestamp = (await _alice.FetchAsync(Events).OkAsync()).GetProperty("events")[0].Text("timestamp")!;

        var from = await _alice.FetchAsync($"{Events}?since={timestamp}").OkAsync();
        Assert.Equal(3, from.GetProperty("events").GetArrayLength());

        var future = await _alice.FetchAsync($"{Events}?since=2100-01-01T00:00:00Z").OkAsync();
        Assert.Equal(0, future.GetProperty("events").GetArrayLength());
        Assert.NotNull(future.Text("next"));
    }

    [Fact]
    public async Task Page_Conditional_IsNotSentAgain()
    {
        await FillAsync(3);
        var first = await _alice.FetchAsync(Events);
        Assert.Contains("private", first.Headers.NonValidated["Cache-Control"].ToString(), StringComparison.Ordinal);
        Assert.Contains("no-cache", first.Headers.NonValidated["Cache-Control"].ToString(), StringComparison.Ordinal);
        Assert.Contains("rel=\"next\"", first.Headers.NonValidated["Link"].ToString(), StringComparison.Ordinal);

        var same = await _alice.FetchAsync(Events, ("If-None-Match", first.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(first.ETag(), same.ETag());

        await _alice.AppendAsync(_id, new { type = "t" });
        Assert.Equal(HttpStatusCode.OK, (await _alice.FetchAsync(Events, ("If-None-Match", first.ETag()))).StatusCode);
    }

    [Fact]
    public async Task Page_FullAndAskedForByCursor_IsImmutable()
    {
        await FillAsync(6);
        var first = await _alice.FetchAsync($"{Events}?limit=2").OkAsync();

        var full = await _alice.FetchAsync($"{Events}?limit=2&cursor={first.Text("next")}");

        var cache = full.Headers.NonValidated["Cache-Control"].ToString();
        Assert.Contains("immutable", cache, StringComparison.Ordinal);
        Assert.Contains("private", cache, StringComparison.Ordinal);
        Assert.InRange(full.Headers.CacheControl!.MaxAge!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(15));
        var before = await full.Content.ReadAsStringAsync(ApiClient.Cancellation);
        await FillAsync(1, "more");
        var again = await _alice.FetchAsync($"{Events}?limit=2&cursor={first.Text("next")}");
        Assert.Equal(before, await again.Content.ReadAsStringAsync(ApiClient.Cancellation));
    }

    [Fact]
    public async Task Head_OfAPage_IsItsHeadersAlone()
    {
        await FillAsync(2);

        var get = await _alice.FetchAsync(Events);
        var head = await _alice.SendAsync(HttpMethod.Head, Events);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.ETag(), head.ETag());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(ApiClient.Cancellation));
    }

    [Fact]
    public async Task LongPoll_WithSomethingThere_AnswersAtOnceAndOtherwiseWhenItComes()
    {
        await FillAsync(1);
        var page = await _alice.FetchAsync($"{Events}?wait=30").OkAsync();
        Assert.Equal(1, page.GetProperty("events").GetArrayLength());

        var waiting = _alice.FetchAsync($"{Events}?wait=30&cursor={page.Text("next")}");
        await _alice.AppendAsync(_id, new { id = "awaited", type = "t" });

        var arrived = await waiting.OkAsync();
        Assert.Equal("awaited", Assert.Single(arrived.GetProperty("events").EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task LongPoll_WhoseTimeIsUp_AnswersAnEmptyPageOrNotModified()
    {
        var page = await _alice.FetchAsync($"{Events}?wait=1");
        Assert.Equal(0, (await page.JsonAsync()).GetProperty("events").GetArrayLength());

        var unchanged = await _alice.FetchAsync($"{Events}?wait=1", ("If-None-Match", page.ETag()));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Performance_OfAFeed_IsMeasured()
    {
        await FillAsync(5);

        var measured = await _alice.FetchAsync($"{Events}/performance?samples=5").OkAsync();

        Assert.Equal(["samples", "min_ms", "p50_ms", "p95_ms", "max_ms", "target_ms", "met"], measured.EnumerateObject().Select(m => m.Name));
        Assert.Equal(5, measured.Number("samples"));
        Assert.True(measured.GetProperty("min_ms").GetDouble() > 0);
        Assert.True(measured.GetProperty("min_ms").GetDouble() <= measured.GetProperty("p50_ms").GetDouble());
        Assert.Equal(200, measured.GetProperty("target_ms").GetDouble());
        Assert.Equal(20, (await _alice.FetchAsync($"{Events}/performance").OkAsync()).Number("samples"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public Task Performance_OfABadNumberOfSamples_IsRefused(string samples) =>
        _alice.FetchAsync($"{Events}/performance?samples={samples}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

    private async Task FillAsync(int count, string prefix = "e")
    {
        for (var i = 0; i < count; i++)
        {
            await _alice.AppendAsync(_id, new { id = $"{prefix}{i}", type = "t", data = new { i } });
        }
    }
}
