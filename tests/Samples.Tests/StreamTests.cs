using System.Net;
using System.Net.Sockets;
using System.Text;
using Investigations.Api.Features.Authentication;
using Investigations.Samples.Tests.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Investigations.Samples.Tests;

public sealed class StreamTests() : AlicesCase(new ApiFactory().OnSocket())
{
    [Fact]
    public async Task Stream_OfARunNotSeenYet_OpensAtOnceAndWaitsForIt()
    {
        await using var stream = await SseReader.OpenAsync(Alice, Stream("later"));

        Assert.Equal("no-cache, no-store", string.Join(", ", stream.Response.Headers.NonValidated["Cache-Control"].ToString().Split(", ").Order()));
        Assert.Equal("no", stream.Response.Headers.NonValidated["X-Accel-Buffering"].ToString());
        Assert.Empty(stream.Response.Content.Headers.ContentEncoding);

        await Alice.AppendAsync(Id, new { id = "other", type = "t", run_id = "another" }, new { id = "mine", type = "tool_complete", run_id = "later" });

        var item = await stream.NextAsync();
        Assert.Equal("tool_complete", item.EventType);
        Assert.Equal("mine", SseReader.IdOf(item));
    }

    [Fact]
    public async Task Stream_OnTheWire_BeginsWithACommentAndHoldsTheEventAsThePageDoes()
    {
        await Alice.AppendAsync(Id, new { id = "a", type = "t", run_id = "r", data = new { text = "two\nlines" } });
        var page = await Alice.FetchAsync($"/api/v1/investigations/{Id}/events").OkAsync();

        using var socket = new TcpClient();
        await socket.ConnectAsync(Alice.BaseAddress!.Host, Alice.BaseAddress.Port, ApiClient.Cancellation);
        var wire = socket.GetStream();
        await wire.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {Stream("r")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Api.Token("alice")}\r\n\r\n"), ApiClient.Cancellation);

        var text = "";
        var buffer = new byte[4096];
        while (!text.Contains("data:", StringComparison.Ordinal) || !text.TrimEnd('\r', '\n').EndsWith('}'))
        {
            var read = await wire.ReadAsync(buffer, ApiClient.Cancellation);
            Assert.True(read > 0, text);
            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        var body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Equal(':', body.Split("\r\n")[1][0]);
        var data = body.Split('\n').Single(line => line.StartsWith("data:", StringComparison.Ordinal))["data:".Length..].Trim();
        Assert.Equal(page.GetProperty("events")[0].GetRawText(), data);
    }

    [Theory]
    [InlineData("a%20b", "")]
    [InlineData("_all", "?from=yesterday")]
    [InlineData("_all", "?from=now&from=now")]
    public Task Stream_OfABadParameter_IsRefused(string run, string query) =>
        Alice.FetchAsync($"{Stream(run)}{query}").ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");

    [Fact]
    public async Task Stream_OfABrowser_IsAuthenticatedByItsCookie()
    {
        using var browser = Api.As("nobody");
        browser.DefaultRequestHeaders.Authorization = null;
        browser.DefaultRequestHeaders.Add("Cookie", $"investigations_session={Api.Token("alice")}");
        browser.DefaultRequestHeaders.Accept.Add(new("text/event-stream"));
        await Alice.AppendAsync(Id, new { id = "e0", type = "t" });

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

        await using var stream = await SseReader.OpenAsync(Api.Anonymous().WithBearer(token), Stream());

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
