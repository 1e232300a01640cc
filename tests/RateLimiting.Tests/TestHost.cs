using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

/// <summary>
/// A host on Kestrel with a clock of its own, unless it is given another. The header <c>X-User</c> stands for authentication: it makes a user with that <c>sub</c>.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app, FakeTimeProvider time, CollectedLogs logs, Version version)
    {
        (_app, Time, Logs) = (app, time, logs);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public HttpClient Client { get; }

    public FakeTimeProvider Time { get; }

    public CollectedLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestHost> StartAsync(
        Action<BackoffRateLimitingOptions>? configure = null, Action<WebApplication>? map = null, Action<BackoffRateLimitingBuilder>? add = null,
        Action<WebApplication>? use = null, Dictionary<string, string?>? settings = null, HttpProtocols protocols = HttpProtocols.Http1,
        TimeProvider? clock = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 250, TimeSpan.Zero));
        var logs = new CollectedLogs();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = protocols));
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddRouting();
        builder.Services.Replace(ServiceDescriptor.Singleton(clock ?? time));
        var limiting = builder.Services.AddBackoffRateLimiting(configure);
        add?.Invoke(limiting);

        var app = builder.Build();
        app.Use(static (context, next) =>
        {
            if (context.Request.Headers["X-User"] is [{ } user])
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], "test"));
            }

            return next(context);
        });
        if (use is null)
        {
            app.UseRouting();
            app.UseBackoffRateLimiting();
        }
        else
        {
            use(app);
        }

        if (map is null)
        {
            app.MapGet("/", static (HttpContext context) => context.Response.WriteAsync("hello"));
        }
        else
        {
            map(app);
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(app, time, logs, protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11);
    }

    public Task<HttpResponseMessage> GetAsync(string path = "/", string? user = null) => SendAsync(HttpMethod.Get, path, user);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? user = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = Client.DefaultRequestVersion, VersionPolicy = Client.DefaultVersionPolicy };
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<List<int>> StatusesAsync(int count, string path = "/", string? user = null)
    {
        List<int> statuses = [];
        for (var i = 0; i < count; i++)
        {
            using var response = await GetAsync(path, user);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
