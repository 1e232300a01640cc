using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

public class RunTimeLimitsTests
{
    [Fact]
    public async Task Limit_ChangedInConfiguration_ActsOnTheNextRequest()
    {
        await using var host = await TestHost.StartAsync(settings: new() { ["RateLimiting:MaxRequests"] = "60" });
        await host.StatusesAsync(30);
        var configuration = host.Services.GetRequiredService<IConfiguration>();

        Change(configuration, "10");
        using var low = await host.GetAsync();
        Change(configuration, "100");
        using var high = await host.GetAsync();

        Assert.Equal((429, "10", "0"), ((int)low.StatusCode, low.Header("X-RateLimit-Limit"), low.Header("X-RateLimit-Remaining")));
        Assert.Equal((200, "100", "69"), ((int)high.StatusCode, high.Header("X-RateLimit-Limit"), high.Header("X-RateLimit-Remaining")));
    }

    [Fact]
    public async Task Limit_ChangedToWhatIsNotValid_StaysAndIsLogged()
    {
        await using var host = await TestHost.StartAsync(settings: new() { ["RateLimiting:MaxRequests"] = "60" });

        Change(host.Services.GetRequiredService<IConfiguration>(), "none");
        using var response = await host.GetAsync();

        Assert.Equal("60", response.Header("X-RateLimit-Limit"));
        Assert.Contains("RateLimiting:MaxRequests is 'none'", Assert.Single(host.Logs.Of("RateLimitPoliciesKept")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_ThatConfigurationNoLongerHas_StaysWithAllOthersAndIsLogged()
    {
        await using var host = await TestHost.StartAsync(
            map: static app => app.MapGet("/", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login"),
            settings: new() { ["RateLimiting:MaxRequests"] = "50", ["RateLimiting:Policies:login:MaxRequests"] = "5" });
        var sources = ((IConfigurationBuilder)host.Services.GetRequiredService<IConfiguration>()).Sources;

        sources.Remove(sources.OfType<MemoryConfigurationSource>().Last());
        using var response = await host.GetAsync();

        Assert.Equal((200, "\"default\";q=50;w=60, \"login\";q=5;w=60"), ((int)response.StatusCode, response.Header("RateLimit-Policy")));
        Assert.Contains("'login' is missing", Assert.Single(host.Logs.Of("RateLimitPoliciesKept")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delegate_ThatThrowsWhenConfigurationChanges_LeavesTheLimitsAsTheyAre()
    {
        var fails = false;
        await using var host = await TestHost.StartAsync(o => o.Default.PermitLimit = fails ? throw new FormatException("as meant") : 60);
        fails = true;

        Change(host.Services.GetRequiredService<IConfiguration>(), "10");
        using var response = await host.GetAsync();

        Assert.Equal((200, "60"), ((int)response.StatusCode, response.Header("X-RateLimit-Limit")));
        Assert.Contains("as meant", Assert.Single(host.Logs.Of("RateLimitPoliciesKept")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_OfOneUser_IsWhatTheDelegateSays()
    {
        await using var host = await TestHost.StartAsync(static o =>
        {
            o.Default.PermitLimit = 1;
            o.Default.PermitLimitBy = static context => context.Request.Headers["X-User"] == "gold" ? 3 : null;
        });

        Assert.Equal([200, 200, 200, 429], await host.StatusesAsync(4, user: "gold"));
        Assert.Equal([200, 429], await host.StatusesAsync(2, user: "other"));
        using var response = await host.GetAsync(user: "gold");
        Assert.Equal("\"default\";q=3;w=60", response.Header("RateLimit-Policy"));
    }

    [Fact]
    public async Task Caller_ThatIsUnlimited_IsNeitherCountedNorTold()
    {
        await using var host = await TestHost.StartAsync(static o =>
        {
            o.Default.PermitLimit = 1;
            o.Default.PartitionBy = static context => context.Request.Headers["X-User"] == "root" ? RateLimitKey.Unlimited : RateLimitKeys.UserOrAddress(context);
        });

        Assert.Equal([200, 200, 200], await host.StatusesAsync(3, user: "root"));
        using var response = await host.GetAsync(user: "root");
        Assert.Null(response.Header("RateLimit"));
    }

    [Fact]
    public async Task Shadow_OverItsLimit_CountsAndLogsButRejectsAndTellsNothing()
    {
        await using var host = await TestHost.StartAsync(static o => (o.Default.PermitLimit, o.Default.Shadow) = (1, true), static app =>
            app.MapGet("/", static (HttpContext context) => context.Response.WriteAsync(
                context.Features.Get<IRateLimitFeature>()!.Results[0].Decision.Outcome.ToString())));

        Assert.Equal([200, 200, 200], await host.StatusesAsync(3));

        using var response = await host.GetAsync();
        Assert.Equal("Blocked", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Null(response.Header("RateLimit"));
        Assert.Contains("shadow: True", Assert.Single(host.Logs.Of("RateLimitViolation")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charge_OfCostKnownAfterwards_TakesItWithoutAViolation()
    {
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 10, static app =>
            app.MapGet("/{cost:int}", static async (HttpContext context) =>
            {
                var cost = int.Parse((string)context.Request.RouteValues["cost"]!, null);
                await context.Features.Get<IRateLimitFeature>()!.ChargeAsync(cost, context.RequestAborted);
            }));

        using var some = await host.GetAsync("/4");
        using var more = await host.GetAsync("/400");
        using var over = await host.GetAsync("/1");

        Assert.Equal((200, "5"), ((int)some.StatusCode, some.Header("X-RateLimit-Remaining")));
        Assert.Equal((200, "0"), ((int)more.StatusCode, more.Header("X-RateLimit-Remaining")));
        Assert.Equal(429, (int)over.StatusCode);
        Assert.Single(host.Logs.Of("RateLimitViolation"));
    }

    [Fact]
    public async Task Endpoint_InGroups_IsCountedAsTheNearestWordSays()
    {
        await using var host = await TestHost.StartAsync(static o => o.AddPolicy("a").AddPolicy("b"), static app =>
        {
            var a = app.MapGroup("/a").WithRateLimit("a");
            a.MapGet("/both", static (HttpContext _) => Task.CompletedTask).WithRateLimit("b").WithRateLimit("A");
            a.MapGet("/alone", static (HttpContext _) => Task.CompletedTask).WithoutDefaultRateLimit();
            var none = app.MapGroup("/none").DisableBackoffRateLimiting();
            none.MapGet("/at-all", static (HttpContext _) => Task.CompletedTask);
            none.MapGet("/but-b", static (HttpContext _) => Task.CompletedTask).WithRateLimit("b");
        });

        Assert.Equal("\"default\";q=60;w=60, \"a\";q=60;w=60, \"b\";q=60;w=60", await PoliciesOf("/a/both"));
        Assert.Equal("\"a\";q=60;w=60", await PoliciesOf("/a/alone"));
        Assert.Null(await PoliciesOf("/none/at-all"));
        Assert.Equal("\"b\";q=60;w=60", await PoliciesOf("/none/but-b"));

        async Task<string?> PoliciesOf(string path)
        {
            using var response = await host.GetAsync(path);
            Assert.Equal(200, (int)response.StatusCode);
            return response.Header("RateLimit-Policy");
        }
    }

    private static void Change(IConfiguration configuration, string limit)
    {
        configuration["RateLimiting:MaxRequests"] = limit;
        ((IConfigurationRoot)configuration).Reload();
    }
}
