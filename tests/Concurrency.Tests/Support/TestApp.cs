using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.Concurrency.Tests;

/// <summary>An application on Kestrel, on a free port of the loopback address.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private TestApp(WebApplication app, LogRecords logs)
    {
        App = app;
        Logs = logs;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(address);
    }

    public WebApplication App { get; }

    public LogRecords Logs { get; }

    public Uri Address { get; }

    public IServiceProvider Services => App.Services;

    public static async Task<TestApp> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? build = null, Action<OptimisticConcurrencyOptions>? configure = null,
        string environment = "Production")
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var logs = new LogRecords();
        builder.Logging.AddProvider(logs);
        builder.Services.AddRouting();
        builder.Services.AddOptimisticConcurrency(configure);
        builder.Services.AddSingleton<Documents>();
        builder.Services.AddScoped<DocumentVersions>();
        build?.Invoke(builder);

        var app = builder.Build();
        app.UseRouting();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, logs);
    }

    public Documents Documents() => Services.GetRequiredService<Documents>();

    /// <summary>Ends the requests that are under way, so that all is logged and measured that will be.</summary>
    public Task StopAsync() => App.StopAsync(TestContext.Current.CancellationToken);

    public Task<RawResponse> SendAsync(string method, string path, params string[] headers) =>
        RawClient.SendAsync(Address.Port, method, path, headers);

    public Task<RawResponse> SendBodyAsync(string method, string path, string body, params string[] headers) =>
        RawClient.SendAsync(Address.Port, method, path, headers, body);

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
    }
}
