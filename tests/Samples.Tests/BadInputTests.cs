using System.Net;
using System.Text;
using Investigations.Samples.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Samples.Tests;

/// <summary>Everything malformed in turn, at every endpoint that there is: a clear refusal, never a fault of the host, and nothing stored.</summary>
public sealed class BadInputTests() : AlicesCase(new ApiFactory().With("SSE_MAX_DURATION_SECONDS", "1"))
{
    private static readonly string[] Values =
    [
        "%00", "%0d%0aX:y", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%F0%9F%92%A5", "'%20OR%201=1--", "-1", "1e309", "NaN", "null", "true", "",
        new('9', 400), new('x', 3000), "%7B%22a%22:1%7D", "1,2", "%20", "0x10", "٣",
    ];

    private static readonly string[] Bodies =
    [
        "", " ", "{", "}", "[]", "null", "true", "3", "\"x\"", "{\"a\":}", "{\"a\":1,}", "{'a':1}", "{\"a\":1}{", "\u0000", "{\"a\":\"\\ud800\"}", "{\"\\u0000\":1}",
        $"{new string('[', 5000)}", $"{string.Concat(Enumerable.Repeat("{\"a\":", 300))}1{new string('}', 300)}",
    ];

    private static readonly string[] Parameters = ["limit", "cursor", "type", "run_id", "since", "wait", "before", "samples", "num_tabs", "from", "last_event_id"];

    [Fact]
    public async Task Id_OfAnyForm_IsRefusedOrNotFound()
    {
        foreach (var (method, pattern) in Endpoints().Where(e => e.Pattern.Contains("{id}", StringComparison.Ordinal)))
        {
            // The server refuses a path with a NUL by itself, before the host sees it.
            foreach (var value in Values.Where(v => v.Length is > 0 and < 2000 && v != "%00"))
            {
                var path = pattern.Replace("{id}", value, StringComparison.Ordinal).Replace("{runId}", "r", StringComparison.Ordinal);
                await RefusedAsync(await Alice.SendAsync(new(method), path, method is "GET" or "HEAD" ? null : "{}", ("If-Match", "*")), $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task Parameter_OfAnyForm_IsUnderstoodOrRefused()
    {
        foreach (var (method, pattern) in Endpoints().Where(e => e.Method == "GET"))
        {
            var path = pattern.Replace("{id}", Id, StringComparison.Ordinal).Replace("{runId}", "r", StringComparison.Ordinal);
            foreach (var query in Parameters.SelectMany(name => Values.Select(value => $"{name}={value}")).Where(q => !q.StartsWith("wait=9", StringComparison.Ordinal)))
            {
                if (pattern.EndsWith("/stream", StringComparison.Ordinal) && !query.StartsWith("from=", StringComparison.Ordinal))
                {
                    continue;
                }

                var response = await Alice.SendAsync(new(method), $"{path}?{query}");
                if (!response.IsSuccessStatusCode)
                {
                    await RefusedAsync(response, $"{path}?{query}");
                }
            }
        }
    }

    [Fact]
    public async Task Body_OfAnyForm_IsRefusedAndStoresNothing()
    {
        foreach (var (method, pattern) in Endpoints().Where(e => e.Method is "POST" or "PATCH" && TakesABody(e.Pattern)))
        {
            var path = pattern.Replace("{id}", Id, StringComparison.Ordinal);
            foreach (var body in Bodies)
            {
                await RefusedAsync(await Alice.SendAsync(new(method), path, body, ("If-Match", "*")), $"{method} {path} {body[..Math.Min(40, body.Length)]}");
            }

            byte[] invalid = [.. "{\"title\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8];
            using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(invalid) { Headers = { ContentType = new("application/json") } } };
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            await RefusedAsync(await Alice.SendAsync(request, ApiClient.Cancellation), $"{method} {path} with invalid UTF-8");
        }

        Assert.Equal(1, (await Alice.FetchAsync("/api/v1/investigations").OkAsync()).GetProperty("investigations").GetArrayLength());
        Assert.Equal(0, (await Alice.FetchAsync($"/api/v1/investigations/{Id}/events").OkAsync()).GetProperty("events").GetArrayLength());
        Assert.Equal("\"1\"", (await Alice.FetchAsync($"/api/v1/investigation-state/{Id}")).ETag());
    }

    [Fact]
    public async Task Body_OfAnotherEncoding_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/investigations")
        {
            Content = new StringContent("""{"title":"x"}""", Encoding.Unicode, "application/json"),
        };

        await RefusedAsync(await Alice.SendAsync(request, ApiClient.Cancellation), "UTF-16");
    }

    [Theory]
    [InlineData("If-None-Match", "\"")]
    [InlineData("If-None-Match", "W/W/\"1\"")]
    [InlineData("Last-Event-ID", "\u00e9")]
    [InlineData("Accept", "nonsense;;;")]
    [InlineData("Range", "bytes=0-")]
    [InlineData("Cookie", "investigations_session=;;=;")]
    [InlineData("X-Forwarded-For", "not an address")]
    public async Task Header_OfAnyForm_IsIgnoredWhereItMayBe(string name, string value)
    {
        foreach (var path in new[] { $"/api/v1/investigation-state/{Id}", $"/api/v1/investigations/{Id}/events", $"/api/v1/multi-tab/investigations/{Id}/state" })
        {
            Assert.Equal(HttpStatusCode.OK, (await Alice.FetchAsync(path, (name, value))).StatusCode);
        }
    }

    private IEnumerable<(string Method, string Pattern)> Endpoints() =>
        from endpoint in Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        where method != "HEAD"
        select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'));

    private static bool TakesABody(string pattern) =>
        pattern.EndsWith("/investigations", StringComparison.Ordinal) || pattern.EndsWith("/runs", StringComparison.Ordinal)
        || pattern.EndsWith("/events", StringComparison.Ordinal) || pattern.Contains("investigation-state", StringComparison.Ordinal);

    private static async Task RefusedAsync(HttpResponseMessage response, string what)
    {
        var text = await response.Content.ReadAsStringAsync(ApiClient.Cancellation);
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{what}: {(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"code\":", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
