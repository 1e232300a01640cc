using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

public class FrameworkDoorsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NamedPolicy_OfTheFramework_CountsARejectionOnceAndTellsTheTruth(bool slow)
    {
        await using var host = await StartAsync(slow, static builder => builder.AddFrameworkPolicies(), static app =>
            app.MapGet("/", static (HttpContext _) => Task.CompletedTask).RequireRateLimiting("backoff:login"));

        Assert.Equal([200, 200, 429, 429], await host.StatusesAsync(4));

        host.Time.Advance(TimeSpan.FromSeconds(18));
        using var response = await host.GetAsync();
        Assert.Equal(("42", "0", "\"login\";q=2;w=60"), (response.Header("Retry-After"), response.Header("X-RateLimit-Remaining"), response.Header("RateLimit-Policy")));
        var problem = await response.JsonAsync();
        Assert.Equal(("rate_limited", 1), (problem.GetProperty("code").GetString(), problem.GetProperty("violations").GetInt32()));
        Assert.Single(host.Logs.Of("RateLimitViolation"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GlobalLimiter_OfTheFramework_CountsARejectionOnceAndTellsTheTruth(bool slow)
    {
        await using var host = await StartAsync(slow, static builder => builder.AddFrameworkGlobalLimiter(), static app =>
            app.MapGet("/", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login"));

        using var first = await host.GetAsync();
        Assert.Equal("\"default\";r=59;t=60, \"login\";r=1;t=60", first.Header("RateLimit"));
        Assert.Equal([200, 429, 429], await host.StatusesAsync(3));

        using var response = await host.GetAsync();
        Assert.Equal(1, (await response.JsonAsync()).GetProperty("violations").GetInt32());
        Assert.Equal("\"default\";r=58;t=60, \"login\";r=0;t=60", response.Header("RateLimit"));
    }

    [Fact]
    public async Task AllDoors_OnOneRequest_CountItOnce()
    {
        await using var host = await StartAsync(slow: false,
            static builder => builder.AddFrameworkPolicies().AddFrameworkGlobalLimiter(),
            static app => app.MapGet("/", static (HttpContext _) => Task.CompletedTask).RequireRateLimiting("backoff:default"),
            static app => app.UseBackoffRateLimiting());

        using var response = await host.GetAsync();

        Assert.Equal("\"default\";r=59;t=60", response.Header("RateLimit"));
    }

    [Fact]
    public async Task Rejection_ByAnotherPolicyOfTheFramework_CostsOnePermit()
    {
        await using var host = await StartAsync(slow: false,
            static builder =>
            {
                builder.AddFrameworkGlobalLimiter();
                builder.Services.Configure<RateLimiterOptions>(static o =>
                {
                    o.RejectionStatusCode = 429;
                    o.AddFixedWindowLimiter("foreign", static w => (w.PermitLimit, w.Window) = (1, TimeSpan.FromHours(1)));
                });
            },
            static app => app.MapGet("/", static (HttpContext _) => Task.CompletedTask).RequireRateLimiting("foreign"));

        Assert.Equal([200, 429, 429], await host.StatusesAsync(3));

        using var response = await host.GetAsync();
        Assert.Equal((429, "56"), ((int)response.StatusCode, response.Header("X-RateLimit-Remaining")));
    }

    [Fact]
    public async Task Framework_MiddlewareAskedTwice_IsStillWhatItDoes()
    {
        var asked = new List<string>();
        await using var host = await StartAsync(slow: false,
            builder => builder.Services.Configure<RateLimiterOptions>(o => o.GlobalLimiter = new Denying(asked)),
            static app => app.MapGet("/", static (HttpContext _) => Task.CompletedTask));

        await host.GetAsync();

        Assert.Equal(["attempt", "acquire"], asked);
    }

    private static Task<TestHost> StartAsync(bool slow, Action<BackoffRateLimitingBuilder> add, Action<WebApplication> map, Action<WebApplication>? before = null) =>
        TestHost.StartAsync(
            static o => o.AddPolicy("login", static p => p.PermitLimit = 2),
            map,
            builder =>
            {
                builder.Services.AddRateLimiter(static _ => { });
                add(builder);
                if (slow)
                {
                    builder.Services.AddSingleton<IRateLimitStore>(static p => new SlowStore(new MemoryRateLimitStore(p.GetRequiredService<TimeProvider>(), 1000)));
                }
            },
            app =>
            {
                app.UseRouting();
                before?.Invoke(app);
                app.UseRateLimiter();
            });

    private sealed class Denying(List<string> asked) : PartitionedRateLimiter<HttpContext>
    {
        public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

        protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
        {
            asked.Add("attempt");
            return new BackoffLease(false, null);
        }

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken)
        {
            asked.Add("acquire");
            return new(new BackoffLease(false, null));
        }
    }
}
