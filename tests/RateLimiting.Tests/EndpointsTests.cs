using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting.Tests;

public class EndpointsTests
{
    [Fact]
    public async Task Status_OfACaller_TellsEachPolicyAndConsumesNothing()
    {
        await using var host = await StartAsync();
        await host.GetAsync(user: "alice");

        using var first = await host.GetAsync("/limits/status", "alice");
        using var again = await host.GetAsync("/limits/status", "alice");

        Assert.Null(first.Header("RateLimit"));
        var text = await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), text);
        Assert.Equal("""
            {"policies":[{"policy":"default","limit":2,"remaining":1,"reset":1767225661,"reset_after_seconds":60,"violations":0,"blocked_until":null},{"policy":"append","limit":20,"remaining":20,"reset":1767225661,"reset_after_seconds":60,"violations":0,"blocked_until":null}]}
            """, text);
    }

    [Fact]
    public async Task Status_WhereAPolicyNeedsItsOwnRequest_TellsTheOthers()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("form", static p => p.PartitionBy = static context => RateLimitKey.Create("email", context.Request.Form["email"]!)),
            static app => app.MapRateLimitEndpoints("/limits"));

        using var response = await host.GetAsync("/limits/status", "alice");

        Assert.Equal(200, (int)response.StatusCode);
        var policy = Assert.Single((await response.JsonAsync()).GetProperty("policies").EnumerateArray());
        Assert.Equal("default", policy.GetProperty("policy").GetString());
        Assert.Single(host.Logs.Of("RateLimitDelegateFailed"));
    }

    [Fact]
    public async Task Status_OfABlockedCaller_TellsUntilWhen()
    {
        await using var host = await StartAsync();
        await host.StatusesAsync(3, user: "alice");

        var policy = (await (await host.GetAsync("/limits/status", "alice")).JsonAsync()).GetProperty("policies")[0];

        Assert.Equal("2026-01-01T00:01:00.250Z", policy.GetProperty("blocked_until").GetString());
        Assert.Equal((0, 1), (policy.GetProperty("remaining").GetInt32(), policy.GetProperty("violations").GetInt32()));
    }

    [Fact]
    public async Task Config_OfAllPolicies_IsAsInForce()
    {
        await using var host = await StartAsync();

        using var response = await host.GetAsync("/limits/config");

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""
            {"policies":[{"policy":"default","algorithm":"fixed_window","limit":2,"window_seconds":60,"backoff":{"enabled":true,"base_seconds":60,"factor":2,"max_seconds":3600}},{"policy":"append","algorithm":"fixed_window","limit":20,"window_seconds":60,"backoff":{"enabled":true,"base_seconds":60,"factor":2,"max_seconds":3600}}]}
            """, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task TestLimit_UpToTheLimitAndOver_IsCountedAndRejected(string method)
    {
        await using var host = await StartAsync();

        using var first = await host.SendAsync(new HttpMethod(method), "/limits/test-limit");
        await host.SendAsync(new HttpMethod(method), "/limits/test-limit");
        using var third = await host.SendAsync(new HttpMethod(method), "/limits/test-limit");

        Assert.Equal("""{"allowed":true,"policy":"default","limit":2,"remaining":1,"reset":1767225661}""",
            await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(429, (int)third.StatusCode);
    }

    [Fact]
    public async Task HeadersExample_OfTheLivePolicy_NamesEachHeader()
    {
        await using var host = await StartAsync();

        using var response = await host.GetAsync("/limits/headers-example");

        var headers = (await response.JsonAsync()).GetProperty("headers").EnumerateArray().ToDictionary(
            static h => h.GetProperty("name").GetString()!, static h => h.GetProperty("example").GetString());
        Assert.Equal(RateLimitHeaderNames.All.Order(), headers.Keys.Order());
        Assert.Equal(("2", "\"default\";q=2;w=60"), (headers["X-RateLimit-Limit"], headers["RateLimit-Policy"]));
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(
        static o =>
        {
            o.Default.PermitLimit = 2;
            o.AddPolicy("append", static p => p.PermitLimit = 20);
        },
        static app =>
        {
            app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
            app.MapRateLimitEndpoints("/limits");
        });
}
