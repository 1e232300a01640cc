using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting.Tests;

public class PipelineTests
{
    [Fact]
    public async Task Requests_OnAHundredHttp2StreamsAtOnce_AreAdmittedUpToTheLimit()
    {
        await using var host = await TestHost.StartAsync(protocols: HttpProtocols.Http2);

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.GetAsync()));

        Assert.All(responses, static r => Assert.Equal(HttpVersion.Version20, r.Version));
        Assert.Equal(60, responses.Count(static r => r.StatusCode == HttpStatusCode.OK));
        Assert.Single(host.Logs.Of("RateLimitViolation"));
    }

    [Fact]
    public async Task Middleware_BeforeRouting_CountsByDefaultAndWarnsOnce()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("login"),
            static app => app.MapGet("/", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login"),
            use: static app =>
            {
                app.UseBackoffRateLimiting();
                app.UseRouting();
            });

        Assert.Equal([200, 200], await host.StatusesAsync(2));

        using var response = await host.GetAsync();
        Assert.Equal("\"default\";r=57;t=60", response.Header("RateLimit"));
        Assert.Single(host.Logs.Of("RateLimitBeforeRouting"));
    }

    [Fact]
    public async Task ForwardedFor_FromAPeerThatIsNotTrusted_ChangesNothing()
    {
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 2);
        List<int> statuses = [];
        for (var i = 0; i < 3; i++)
        {
            statuses.Add(await ForwardedAsync(host, $"203.0.113.{i}"));
        }

        Assert.Equal([200, 200, 429], statuses);
    }

    [Fact]
    public async Task ForwardedFor_FromATrustedProxy_IsTheClient()
    {
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 1, use: static app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
            app.UseRouting();
            app.UseBackoffRateLimiting();
        });

        Assert.Equal(200, await ForwardedAsync(host, "203.0.113.1"));
        Assert.Equal(200, await ForwardedAsync(host, "203.0.113.2"));
        Assert.Equal(429, await ForwardedAsync(host, "203.0.113.1"));
    }

    [Fact]
    public async Task Stream_ThatIsOpen_HoldsNoPermitBeyondItsRequest()
    {
        var release = new TaskCompletionSource();
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 3, app =>
            app.MapGet("/", async (HttpContext context) =>
            {
                await context.Response.Body.FlushAsync();
                await release.Task;
            }));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        using var stream = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("2", stream.Header("X-RateLimit-Remaining"));

        host.Time.Advance(TimeSpan.FromMinutes(10));
        release.SetResult();
        using var next = await host.GetAsync();

        Assert.Equal("2", next.Header("X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task StoreThatHasToBeWaitedFor_UnderTwoPolicies_DecidesAlike()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("login", static p => p.PermitLimit = 1),
            static app =>
            {
                app.MapGet("/login", static (HttpContext _) => Task.CompletedTask).WithRateLimit("login");
                app.MapGet("/", static (HttpContext _) => Task.CompletedTask);
            },
            UseSlowStore);

        Assert.Equal([200, 429, 429], await host.StatusesAsync(3, "/login"));

        using var response = await host.GetAsync();
        Assert.Equal("58", response.Header("X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task StoreThatThrows_InARequest_LetsItPassUncounted()
    {
        await using var host = await TestHost.StartAsync(add: UseSlowStore);
        host.Services.GetRequiredService<SlowStore>().Failure = new InvalidOperationException("as meant");

        using var response = await host.GetAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Null(response.Header("RateLimit"));
        Assert.Single(host.Logs.Of("RateLimitStoreFaulted"));
    }

    [Fact]
    public async Task StoreThatThrows_WhenPermitsAreGivenBackOrCharged_IsLoggedAndNoFailedRequest()
    {
        await using var host = await TestHost.StartAsync(
            static o => o.AddPolicy("login", static p => p.PermitLimit = 1),
            static app => app.MapGet("/", static async (HttpContext context) =>
                await context.Features.Get<IRateLimitFeature>()!.ChargeAsync(1, context.RequestAborted)).WithRateLimit("login"),
            UseSlowStore);
        host.Services.GetRequiredService<SlowStore>().ChargeFailure = new InvalidOperationException("as meant");

        Assert.Equal([200, 429], await host.StatusesAsync(2));

        Assert.Equal(3, host.Logs.Of("RateLimitChargeFaulted").Count);
    }

    [Fact]
    public async Task Client_ThatLeavesDuringTheCheck_IsNoViolationAndNoError()
    {
        await using var host = await TestHost.StartAsync(add: UseSlowStore);
        var store = host.Services.GetRequiredService<SlowStore>();
        store.NeverAnswers = true;
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Client.BaseAddress!.Port), TestContext.Current.CancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), TestContext.Current.CancellationToken);
            await UntilAsync(() => store.Checks == 1);
            socket.Close(0);
        }

        await UntilAsync(() => host.Logs.All.Any(static e => e.Id.Name == "RequestFinished" || e.Text.StartsWith("Request finished", StringComparison.Ordinal)));
        store.NeverAnswers = false;
        using var response = await host.GetAsync();
        Assert.Equal("59", response.Header("X-RateLimit-Remaining"));
        Assert.DoesNotContain(host.Logs.All, static e => e.Level >= LogLevel.Warning);
    }

    private static void UseSlowStore(BackoffRateLimitingBuilder builder)
    {
        builder.Services.AddSingleton(static p => new SlowStore(new MemoryRateLimitStore(p.GetRequiredService<TimeProvider>(), 1000)));
        builder.Services.AddSingleton<IRateLimitStore>(static p => p.GetRequiredService<SlowStore>());
    }

    private static async Task<int> ForwardedAsync(TestHost host, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", address);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
