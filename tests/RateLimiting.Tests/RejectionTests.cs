using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

public class RejectionTests
{
    [Fact]
    public async Task Request_OverTheLimit_IsAnsweredWithAProblemThatIsTrue()
    {
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 2);
        Assert.Equal([200, 200], await host.StatusesAsync(2));
        host.Time.Advance(TimeSpan.FromSeconds(17.5));

        using var response = await host.GetAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Header("Cache-Control"));
        Assert.Equal("43", response.Header("Retry-After"));
        Assert.Equal("0", response.Header("X-RateLimit-Remaining"));
        var problem = await response.JsonAsync();
        Assert.Equal("rate_limited", problem.GetProperty("code").GetString());
        Assert.Equal("default", problem.GetProperty("policy").GetString());
        Assert.Equal(43, problem.GetProperty("retry_after_seconds").GetInt32());
        Assert.Equal(1, problem.GetProperty("violations").GetInt32());
        Assert.Equal(429, problem.GetProperty("status").GetInt32());
        Assert.True(problem.TryGetProperty("trace_id", out _));

        host.Time.Advance(TimeSpan.FromSeconds(43));
        Assert.Equal([200], await host.StatusesAsync(1));
    }

    [Fact]
    public async Task Request_RejectedWhereProblemsAreCustomized_KeepsItsMembers()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.Default.PermitLimit = 1,
            add: static builder => builder.Services.AddProblemDetails(static o => o.CustomizeProblemDetails = static c => c.ProblemDetails.Extensions["trace_id"] = "mine"));
        await host.GetAsync();

        using var response = await host.GetAsync();

        var problem = await response.JsonAsync();
        Assert.Equal("mine", problem.GetProperty("trace_id").GetString());
        Assert.Equal("rate_limited", problem.GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Number, problem.GetProperty("retry_after_seconds").ValueKind);
    }

    [Fact]
    public async Task Request_RejectedByOnePolicy_CostsTheOthersNothing()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("login", static p => p.PermitLimit = 1),
            static app =>
            {
                app.MapGet("/login", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login");
                app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
            });

        Assert.Equal([200, 429, 429, 429, 429], await host.StatusesAsync(5, "/login"));

        using var response = await host.GetAsync();
        Assert.Equal("58", response.Header("X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_RejectedByTheFirstPolicy_IsToldWhenAllLetItPassAndOfAll(bool slowly)
    {
        await using var host = await TestHost.StartAsync(
            static o =>
            {
                (o.Default.PermitLimit, o.Default.Window) = (6, TimeSpan.FromSeconds(10));
                o.AddPolicy("login", static p => (p.PermitLimit, p.Window) = (5, TimeSpan.FromSeconds(50)));
                o.AddPolicy("watched", static p => (p.PermitLimit, p.Window, p.Shadow) = (1, TimeSpan.FromHours(1), true));
            },
            static app =>
            {
                app.MapGet("/login", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login").WithRateLimit("watched");
                app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
            },
            builder =>
            {
                if (slowly)
                {
                    builder.Services.AddSingleton<IRateLimitStore>(static p => new SlowStore(new MemoryRateLimitStore(p.GetRequiredService<TimeProvider>(), 1000)));
                }
            });
        Assert.Equal([200, 200, 200, 200, 200], await host.StatusesAsync(5, "/login"));
        Assert.Equal([200, 429], await host.StatusesAsync(2));

        using var response = await host.GetAsync("/login");

        Assert.Equal((HttpStatusCode.TooManyRequests, "50"), (response.StatusCode, response.Header("Retry-After")));
        Assert.Equal("\"default\";r=0;t=10, \"login\";r=0;t=50", response.Header("RateLimit"));
        Assert.Equal("\"default\";q=6;w=10, \"login\";q=5;w=50", response.Header("RateLimit-Policy"));
        Assert.Equal(("default", 50), await response.JsonAsync() is var problem ? (problem.GetProperty("policy").GetString(), problem.GetProperty("retry_after_seconds").GetInt32()) : default);

        var limits = host.Services.GetRequiredService<IRateLimits>();
        host.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal([200], await host.StatusesAsync(1, "/login"));
        Assert.Equal((0, 4), await limits.PeekAsync("login", RateLimitKey.ForAddress(IPAddress.Loopback), TestContext.Current.CancellationToken) is var standing ? (standing.Violations, standing.Remaining) : default);
    }

    [Fact]
    public async Task Request_RejectedWhereAnotherPolicyCannotBeLookedAt_IsAnsweredAllTheSame()
    {
        await using var host = await TestHost.StartAsync(
            static o =>
            {
                o.Default.PermitLimit = 1;
                o.AddPolicy("form", static p => p.PartitionBy = static context => RateLimitKey.Create("email", context.Request.Form["email"]!));
            },
            static app =>
            {
                app.MapGet("/form", static (HttpContext _) => Task.CompletedTask).WithRateLimit("form");
                app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
            });

        Assert.Equal([200, 429], await host.StatusesAsync(2));
        Assert.Equal([429], await host.StatusesAsync(1, "/form"));
        Assert.Single(host.Logs.Of("RateLimitDelegateFailed"));
    }

    [Fact]
    public async Task Rejection_InOneEpisode_IsOneViolationAndOneLogEntry()
    {
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 1);

        await host.StatusesAsync(50, user: "secret-name");

        var entry = Assert.Single(host.Logs.Of("RateLimitViolation"));
        Assert.StartsWith("Policy default was violated, violation 1 in a row", entry.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.All, static e => e.Text.Contains("secret-name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rejection_ToABrowserOfAnotherOrigin_CanBeRead()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.Default.PermitLimit = 1,
            add: static builder => builder.Services.AddCors(static o => o.AddDefaultPolicy(static p =>
                p.WithOrigins("https://app.example").WithExposedHeaders([.. RateLimitHeaderNames.All]))),
            use: static app =>
            {
                app.UseRouting();
                app.UseCors();
                app.UseBackoffRateLimiting();
            });
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/");
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        using var preflighted = await host.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Null(preflighted.Header("RateLimit"));
        host.Client.DefaultRequestHeaders.Add("Origin", "https://app.example");
        Assert.Equal([200], await host.StatusesAsync(1));

        using var response = await host.GetAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("https://app.example", response.Header("Access-Control-Allow-Origin"));
        Assert.Contains("Retry-After", response.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rejection_BehindACache_IsNeverReplayedNorAreAnothersHeaders(bool byResponseHeaders)
    {
        await using var host = await TestHost.StartAsync(
            static o => o.Default.PermitLimit = 2,
            add: static builder => builder.Services.AddOutputCache().AddResponseCaching(),
            use: app =>
            {
                app.UseRouting();
                app.UseBackoffRateLimiting();
                _ = byResponseHeaders ? app.UseResponseCaching() : app.UseOutputCache();
            },
            map: static app => app.MapGet("/", static (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=30";
                return context.Response.WriteAsync("hello");
            }).CacheOutput());

        using var first = await host.GetAsync();
        using var hit = await host.GetAsync();
        using var rejected = await host.GetAsync();

        Assert.Equal(("1", "0"), (first.Header("X-RateLimit-Remaining"), hit.Header("X-RateLimit-Remaining")));
        Assert.NotNull(hit.Header("Age"));
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
        host.Time.Advance(TimeSpan.FromSeconds(60));
        using var later = await host.GetAsync();
        Assert.Equal((HttpStatusCode.OK, "1"), (later.StatusCode, later.Header("X-RateLimit-Remaining")));
    }
}
