using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting.Tests;

/// <summary>What parsers that others wrote read from the header fields: a Structured Fields one, and the one that Node's users take.</summary>
public class HeaderParserTests
{
    [Fact]
    public async Task Fields_ReadAsStructuredFields_AreWhatWasDecidedInCanonicalForm()
    {
        await using var host = await StartAsync(RateLimitHeaderFormats.All);

        var seen = await ReadAsync(host);

        Assert.True(seen.GetProperty("policies").GetProperty("isCanonical").GetBoolean());
        Assert.True(seen.GetProperty("limits").GetProperty("isCanonical").GetBoolean());
        Assert.Equal(["default q=60 w=60", "log-in.v2 q=5 w=600"], Items(seen, "policies"));
        Assert.Equal(["default r=59 t=60", "log-in.v2 r=4 t=600"], Items(seen, "limits"));
    }

    [Fact]
    public async Task XFields_ReadByRateLimitHeaderParser_AreWhatWasDecided()
    {
        await using var host = await StartAsync(RateLimitHeaderFormats.XRateLimit);

        var seen = (await ReadAsync(host)).GetProperty("parser");

        Assert.Equal((5, 1, 4), (seen.GetProperty("limit").GetInt32(), seen.GetProperty("used").GetInt32(), seen.GetProperty("remaining").GetInt32()));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 10, 1, TimeSpan.Zero), seen.GetProperty("reset").GetDateTimeOffset());
    }

    /// <summary>Why the README names XRateLimit for this parser. When it learns the draft, the README has to change.</summary>
    [Fact]
    public async Task DraftFields_ReadByRateLimitHeaderParser_AreStillNotUnderstood()
    {
        await using var host = await StartAsync(RateLimitHeaderFormats.All);

        var seen = (await ReadAsync(host)).GetProperty("parser");

        Assert.Equal(JsonValueKind.Null, seen.GetProperty("limit").ValueKind);
    }

    private static Task<TestHost> StartAsync(RateLimitHeaderFormats headers) => TestHost.StartAsync(
        o =>
        {
            o.Headers = headers;
            o.AddPolicy("log-in.v2", static p => (p.PermitLimit, p.Window) = (5, TimeSpan.FromMinutes(10)));
        },
        static app => app.MapGet("/", static (HttpContext _) => Task.CompletedTask).WithRateLimit("log-in.v2"));

    private static IEnumerable<string> Items(JsonElement seen, string field) => seen.GetProperty(field).GetProperty("items").EnumerateArray()
        .Select(static item => string.Join(' ', [item.GetProperty("value").GetString()!, .. item.GetProperty("parameters").EnumerateObject().Select(static p => $"{p.Name}={p.Value}")]));

    private static async Task<JsonElement> ReadAsync(TestHost host) =>
        JsonSerializer.Deserialize<JsonElement>(await NodeScript.RunAsync(host.Client.BaseAddress!.ToString()));
}
