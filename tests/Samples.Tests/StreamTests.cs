using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Investigations.Api.Features.Authentication;
using Investigations.Samples.Tests.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Samples.Tests;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly ApiFactory _api = new ApiFactory().OnSocket();
    private HttpClient _alice = null!;
    private string _id = null!;

    public async ValueTask InitializeAsync()
    {
        _alice = _api.As("alice");
        _id = await _alice.CreateInvestigationAsync();
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private string Stream(string run = "_all") => $"/api/v1/investigations/{_id}/runs/{run}/stream";

    [Fact]
    public async Task Stream_OfARunNotSeenYet_OpensAtOnceAndWaitsForIt()
    {
        await using var stream = await SseReader.OpenAsync(_alice, Stream("later"));

        Assert.Equal("no-cache, no-store", string.Join(", ", stream.Response.Headers.NonValidated["Cache-Control"].ToString().Split(", ").Order()));
        Assert.Equal("no", stream.Response.Headers.NonValidated["X-Accel-Buffering"].ToString());
        Assert.Empty(stream.Response.Content.Headers.ContentEncoding);

        await _alice.AppendAsync(_id, new { id = "other", type = "t", run_id = "another" }, new { id = "mine", type = "tool_complete", run_id = "later" });

        var item = await stream.NextAsync();
        Assert.Equal("tool_complete", item.EventType);
        Assert.Equal("mine", SseReader.IdOf(item));
    }

    [Fact]
    public async Task Stream_OnTheWire_BeginsWithACommentAndHoldsTheEventAsThePageDoes()
    {
        await _alice.AppendAsync(_id, new { id = "a", type = "t", run_id = "r", data = new { text = "two\nlines" } });
        var page = await _alice.FetchAsync($"/api/v1/investigations/{_id}/events").OkAsync();

        using var socket = new TcpClient();
        await socket.ConnectAsync(_alice.BaseAddress!.Host, _alice.BaseAddress.Port, ApiClient.Cancellation);
        var wire = socket.GetStream();
        await wire.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {Stream("r")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_api.Token("alice")}\r\n\r\n"), ApiClient.Cancellation);

        var text = "";
        var buffer = new byte[4096];
        while (!text.Contains("data:", StringComparison.Ordinal) || !text.TrimEnd('\r', '\n').EndsWith('}'))
        {
            text += Encoding.UTF8.GetString(buffer, 0, await wire.ReadAsync(buffer, ApiClient.Cancellation));
        }

        var body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Equal(':', body.Split("\r\n")[1][0]);
        var data = body.Split('\n').Single(line => line.StartsWith("data:", StringComparison.Ordinal))["data:".Length..].Trim();
        Assert.Equal(page.GetProperty("events")[0].GetRawText(), data);
    }

    [Fact]
    public async Task Stream_AfterAnId_GoesOnBehindIt_ByHeaderAndByQuery()
    {
        await _alice.AppendAsync(_id, [.. Enumerable.Range(0, 25).Select(i => new { id = $"e{i}", type = "t", run_id = "r" })]);
        await using var first = await SseReader.OpenAsync(_alice, Stream("r"));
        var items = await first.TakeAsync(25);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"e{i}"), items.Select(SseReader.IdOf));
        Assert.All(items, item => Assert.Matches("^[A-Za-z0-9._~-]{1,128}$", item.EventId));

        await using var byHeader = await SseReader.OpenAsync(_alice, $"{Stream("r")}?last_event_id=ignored", items[9].EventId);
        Assert.Equal("e10", SseReader.IdOf(await byHeader.NextAsync()));
        await using var byQuery = await SseReader.OpenAsync(_alice, $"{Stream("r")}?last_event_id={items[19].EventId}");
        Assert.Equal("e20", SseReader.IdOf(await byQuery.NextAsync()));
    }

    [Fact]
    public async Task Id_OfTheStream_IsACursorOfThePage_AndTheOtherWayRound()
    {
        await _alice.AppendAsync(_id, [.. Enumerable.Range(0, 6).Select(i => new { id = $"e{i}", type = "t", run_id = "r" })]);
        await using var stream = await SseReader.OpenAsync(_alice, Stream("r"));
        var second = (await stream.TakeAsync(2))[1];

        var page = await _alice.FetchAsync($"/api/v1/investigations/{_id}/events?run_id=r&limit=2&cursor={second.EventId}").OkAsync();
        Assert.Equal(["e2", "e3"], page.GetProperty("events").EnumerateArray().Select(e => e.Text("id")));

        await using var back = await SseReader.OpenAsync(_alice, Stream("r"), page.Text("next"));
        Assert.Equal("e4", SseReader.IdOf(await back.NextAsync()));

        await using var all = await SseReader.OpenAsync(_alice, Stream());
        var allFirst = await all.NextAsync();
        var unfiltered = await _alice.FetchAsync($"/api/v1/investigations/{_id}/events?cursor={allFirst.EventId}").OkAsync();
        Assert.Equal("e1", unfiltered.GetProperty("events")[0].Text("id"));
    }

    [Fact]
    public async Task Stream_FromNow_StartsAtTheEnd()
    {
        await _alice.AppendAsync(_id, new { id = "old", type = "t" });
        await using var stream = await SseReader.OpenAsync(_alice, $"{Stream()}?from=now");

        await _alice.AppendAsync(_id, new { id = "new", type = "t" });

        Assert.Equal("new", SseReader.IdOf(await stream.NextAsync()));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("another")]
    [InlineData("long")]
    public async Task Stream_AfterAnIdThatIsNotItsOwn_IsResetAndStartsOver(string kind)
    {
        await _alice.AppendAsync(_id, new { id = "e0", type = "t", run_id = "r" });
        var foreign = await _alice.CreateInvestigationAsync();
        await _alice.AppendAsync(foreign, new { id = "theirs", type = "t", run_id = "r" });
        var theirs = (await _alice.FetchAsync($"/api/v1/investigations/{foreign}/events?run_id=r").OkAsync()).Text("next")!;

        await using var stream = await SseReader.OpenAsync(_alice, Stream("r"), kind switch
        {
            "garbage" => "no cursor at all",
            "another" => theirs,
            _ => new string('x', 10_000),
        });

        var reset = await stream.NextAsync();
        Assert.Equal("reset", reset.EventType);
        Assert.Null(reset.EventId);
        using var data = JsonDocument.Parse(reset.Data);
        Assert.Equal("invalid_cursor", data.RootElement.Text("reason"));
        Assert.Equal(Stream("r"), data.RootElement.Text("resume"));
        Assert.Equal("e0", SseReader.IdOf(await stream.NextAsync()));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task Stream_OfAFinishedRunToAClientThatHasItAll_IsNoContent(string phase)
    {
        await _alice.AppendAsync(_id,
            new { id = "a", type = "phase_change", run_id = "r", data = new { phase = "started" } },
            new { id = "b", type = "phase_change", run_id = "r", data = new { phase } });
        await using var stream = await SseReader.OpenAsync(_alice, Stream("r"));
        var items = await stream.TakeAsync(2);

        var done = await _alice.FetchAsync(Stream("r"), ("Last-Event-ID", items[1].EventId!));
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);

        await using var behind = await SseReader.OpenAsync(_alice, Stream("r"), items[0].EventId);
        Assert.Equal("b", SseReader.IdOf(await behind.NextAsync()));
    }

    [Fact]
    public async Task Stream_OfAFinishedInvestigationToAClientThatHasItAll_IsNoContent()
    {
        await _alice.PatchAsync(_id, "1", """{"status":"CANCELLED"}""").OkAsync();
        await using var stream = await SseReader.OpenAsync(_alice, Stream());
        var last = await stream.NextAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await _alice.FetchAsync(Stream(), ("Last-Event-ID", last.EventId!))).StatusCode);
    }

    [Theory]
    [InlineData("a%20b", "")]
    [InlineData("_all", "?from=yesterday")]
    [InlineData("_all", "?from=now&from=now")]
    public Task Stream_OfABadParameter_IsRefused(string run, string query) =>
        _alice.FetchAsync($"{Stream(run)}{query}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

    [Fact]
    public async Task Stream_OfABrowser_IsAuthenticatedByItsCookie()
    {
        using var browser = _api.As("nobody");
        browser.DefaultRequestHeaders.Authorization = null;
        browser.DefaultRequestHeaders.Add("Cookie", $"investigations_session={_api.Token("alice")}");
        browser.DefaultRequestHeaders.Accept.Add(new("text/event-stream"));
        await _alice.AppendAsync(_id, new { id = "e0", type = "t" });

        await using var stream = await SseReader.OpenAsync(browser, Stream());

        Assert.Equal("e0", SseReader.IdOf(await stream.NextAsync()));
    }

    [Fact]
    public async Task Stream_WhoseTimeIsUp_EndsCleanlyAndAsksToComeBack()
    {
        await using var api = new ApiFactory().With("SSE_MAX_DURATION_SECONDS", "1").OnSocket();
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var response = await alice.FetchAsync($"/api/v1/investigations/{id}/runs/_all/stream");

        var text = await response.Content.ReadAsStringAsync(ApiClient.Cancellation);
        Assert.Matches(@"retry: ?\d+\n", text);
    }

    [Fact]
    public async Task Stream_WhoseTokenExpires_EndsThen()
    {
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = DevelopmentKey.Issuer,
            Audience = DevelopmentKey.Audience,
            Expires = DateTime.UtcNow.AddSeconds(2),
            Claims = new Dictionary<string, object> { ["sub"] = "alice" },
            SigningCredentials = new SigningCredentials(DevelopmentKey.SecurityKey, SecurityAlgorithms.HmacSha256),
        });

        await using var stream = await SseReader.OpenAsync(_api.Anonymous().WithBearer(token), Stream());

        // A real clock, because the token's is: without its expiry the stream would go on for minutes.
        Assert.Empty(await stream.ToEndAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task StreamingOptions_OfAnInvestigation_TellTheValuesInForce()
    {
        await using var api = new ApiFactory().With("SSE_HEARTBEAT_INTERVAL_SECONDS", "7").With("Sse:MaxDurationSeconds", "99");
        var alice = api.As("alice");
        var id = await alice.CreateInvestigationAsync();

        var options = await alice.FetchAsync($"/api/v1/investigations/{id}/streaming-options").OkAsync();

        Assert.Equal(7, options.GetProperty("sse").GetProperty("heartbeat_seconds").GetDouble());
        Assert.Equal(99, options.GetProperty("sse").GetProperty("max_duration_seconds").GetDouble());
        Assert.Equal(30, options.GetProperty("long_polling").GetProperty("max_wait_seconds").GetDouble());
        Assert.True(options.GetProperty("polling").GetProperty("interval_seconds").GetDouble() > 0);
        Assert.Equal("sse", options.Text("recommended"));
        foreach (var way in new[] { "long_polling", "polling" })
        {
            var url = options.GetProperty(way).Text("url")!.Replace("wait=30", "wait=0", StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await alice.FetchAsync(url)).StatusCode);
        }
    }
}
