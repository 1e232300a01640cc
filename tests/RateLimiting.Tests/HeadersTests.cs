using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting.Tests;

public class HeadersTests
{
    private static readonly long Reset = new DateTimeOffset(2026, 1, 1, 0, 1, 1, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public async Task Response_ThatWasCounted_TellsLimitRemainingAndReset()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.GetAsync();

        Assert.Equal("60", response.Header("X-RateLimit-Limit"));
        Assert.Equal("59", response.Header("X-RateLimit-Remaining"));
        Assert.Equal($"{Reset}", response.Header("X-RateLimit-Reset"));
        Assert.Equal("\"default\";q=60;w=60", response.Header("RateLimit-Policy"));
        Assert.Equal("\"default\";r=59;t=60", response.Header("RateLimit"));
    }

    [Theory]
    [InlineData("GET", "/status/200", 200)]
    [InlineData("GET", "/status/204", 204)]
    [InlineData("GET", "/status/206", 206)]
    [InlineData("GET", "/status/301", 301)]
    [InlineData("GET", "/status/304", 304)]
    [InlineData("GET", "/status/400", 400)]
    [InlineData("GET", "/status/401", 401)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("POST", "/status/200", 405)]
    [InlineData("GET", "/throw", 500)]
    [InlineData("HEAD", "/head", 200)]
    [InlineData("OPTIONS", "/head", 200)]
    [InlineData("GET", "/stream", 200)]
    public async Task Response_OfAnyKind_CarriesTheHeadersOnce(string method, string path, int status)
    {
        await using var host = await TestHost.StartAsync(
            use: static app =>
            {
                app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = static _ => Task.CompletedTask });
                app.UseRouting();
                app.UseBackoffRateLimiting();
            },
            map: static app =>
            {
                app.MapGet("/status/{status:int}", static (HttpContext context) =>
                {
                    context.Response.StatusCode = int.Parse((string)context.Request.RouteValues["status"]!, null);
                    return Task.CompletedTask;
                });
                app.MapMethods("/head", ["HEAD", "OPTIONS"], static (HttpContext _) => Task.CompletedTask);
                app.MapGet("/throw", static (HttpContext _) => throw new InvalidOperationException("as meant"));
                app.MapGet("/stream", static async (HttpContext context) =>
                {
                    context.Response.ContentType = "text/event-stream";
                    await context.Response.WriteAsync("data: 1\n\n");
                    await context.Response.Body.FlushAsync();
                    await context.Response.WriteAsync("data: 2\n\n");
                });
            });

        using var response = await host.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("59", response.Header("X-RateLimit-Remaining"));
        Assert.Equal("\"default\";r=59;t=60", response.Header("RateLimit"));
    }

    [Fact]
    public async Task Reset_InAllResponsesOfOneWindow_IsTheSame()
    {
        await using var host = await TestHost.StartAsync();
        HashSet<string?> resets = [];
        for (var i = 0; i < 59; i++)
        {
            using var response = await host.GetAsync();
            resets.Add(response.Header("X-RateLimit-Reset"));
            host.Time.Advance(TimeSpan.FromMilliseconds(1013));
        }

        Assert.Equal([$"{Reset}"], resets);
    }

    [Fact]
    public async Task Response_UnderSeveralPolicies_ShowsTheTightestAndListsAll()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("login", static p => (p.PermitLimit, p.Window) = (5, TimeSpan.FromMinutes(10))),
            static app => app.MapGet("/login", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login"));

        using var response = await host.GetAsync("/login");

        Assert.Equal("5", response.Header("X-RateLimit-Limit"));
        Assert.Equal("4", response.Header("X-RateLimit-Remaining"));
        Assert.Equal("\"default\";q=60;w=60, \"login\";q=5;w=600", response.Header("RateLimit-Policy"));
        Assert.Equal("\"default\";r=59;t=60, \"login\";r=4;t=600", response.Header("RateLimit"));
    }

    [Fact]
    public async Task Response_OfAnUncountedEndpoint_CarriesNone()
    {
        await using var host = await TestHost.StartAsync(map: static app =>
            app.MapGet("/", static (HttpContext _) => Task.CompletedTask).DisableBackoffRateLimiting());

        using var response = await host.GetAsync();

        Assert.DoesNotContain(response.Headers, static h => RateLimitHeaderNames.All.Contains(h.Key));
    }

    [Theory]
    [InlineData(RateLimitHeaderFormats.None, 0)]
    [InlineData(RateLimitHeaderFormats.XRateLimit, 3)]
    [InlineData(RateLimitHeaderFormats.RateLimit, 2)]
    public async Task Response_WhereFormatsAreChosen_CarriesThoseOnly(RateLimitHeaderFormats formats, int count)
    {
        await using var host = await TestHost.StartAsync(o => o.Headers = formats);

        using var response = await host.GetAsync();

        Assert.Equal(count, response.Headers.Count(static h => RateLimitHeaderNames.All.Contains(h.Key)));
    }

    [Fact]
    public async Task Request_CountedAfterTheResponseStarted_IsServedWithoutHeaders()
    {
        await using var host = await TestHost.StartAsync(use: static app =>
        {
            app.Use(static async (context, next) =>
            {
                await context.Response.StartAsync();
                await next(context);
            });
            app.UseRouting();
            app.UseBackoffRateLimiting();
        });

        using var response = await host.GetAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Null(response.Header("RateLimit"));
        Assert.Single(host.Logs.Of("RateLimitResponseStarted"));
    }
}
