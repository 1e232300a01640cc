using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>An application on Kestrel that serves the orders of a database, on a free port of the loopback address.</summary>
internal sealed class OrderApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OrderApp(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<OrderApp> StartAsync(
        OrderDatabase database, Action<RouteGroupBuilder> map, Action<WebApplication>? use = null,
        Action<DbVersionSourceOptions>? source = null, Action<IServiceCollection>? register = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        if (register is null)
        {
            builder.Services.AddDbContext<OrdersDb>(database.Use);
            builder.Services.AddDbContextVersions<OrdersDb>();
        }

        builder.Services.AddScoped<IVersionHistorySource, OrderHistory>();
        register?.Invoke(builder.Services);
        var app = builder.Build();
        use?.Invoke(app);
        app.UseRouting();
        map(app.MapGroup("/orders").WithDbVersionSource<OrdersDb, Order>(source));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    /// <summary>Sends a request under an expected version.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? ifMatch = "\"3\"", CancellationToken? cancellationToken = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return Client.SendAsync(request, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
