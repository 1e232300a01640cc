using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Investigations.EventFeed.Tests;

/// <summary>A Kestrel host on a port of its own with a feed endpoint at /feeds/{feed}/events.</summary>
internal sealed class FeedHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FeedHost(WebApplication app)
    {
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public IEventFeed Feed => _app.Services.GetRequiredService<IEventFeed>();

    public SpyStore Store => (SpyStore)_app.Services.GetRequiredService<IEventFeedStore>();

    public static async Task<FeedHost> StartAsync(
        TimeProvider? time = null, Action<EventFeedOptions>? configure = null, Action<EventFeedEndpointOptions>? endpoint = null,
        IEventFeedStore? store = null, Action<WebApplicationBuilder>? build = null, Action<WebApplication>? use = null)
    {
        // An empty builder watches no settings files: each watch takes one of the machine's few inotify instances.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddEventFeed(configure).UseInMemory();
        builder.Services.Replace(ServiceDescriptor.Singleton<IEventFeedStore>(provider =>
            new SpyStore(store ?? new InMemoryFeedStore(provider.GetRequiredService<FeedClock>()))));
        build?.Invoke(builder);
        var app = builder.Build();
        use?.Invoke(app);
        app.MapEventFeed("/feeds/{feed}/events", endpoint);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FeedHost(app);
    }

    public async Task<Answer> GetAsync(string url, params (string Name, string Value)[] headers) => await SendAsync(HttpMethod.Get, url, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer(response, bytes);
    }

    public Task AppendAsync(int count, string feed = "a", string prefix = "e") =>
        Feed.AppendAsync(feed, [.. Enumerable.Range(1, count).Select(i => Sample.Event($"{prefix}{i}"))], TestContext.Current.CancellationToken).AsTask();

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
