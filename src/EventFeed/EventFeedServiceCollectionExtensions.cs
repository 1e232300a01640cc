using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Registers event feeds.</summary>
public static class EventFeedServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IEventFeed"/>. Go on with the store: <see cref="UseInMemory"/>, or the <c>Use…</c> of a provider
    /// package. The options are checked when the host starts.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options, after configuration has.</param>
    public static EventFeedBuilder AddEventFeed(this IServiceCollection services, Action<EventFeedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddMetrics();
        services.AddLogging();
        services.AddOptions<EventFeedOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<EventFeedOptions>, EventFeedSettings>(
            static provider => new EventFeedSettings(provider.GetService<IConfiguration>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventFeedOptions>, EventFeedOptionsValidator>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventFeedMetrics>();
        services.TryAddSingleton<EventFeedTracing>();
        services.TryAddSingleton(NewClock);
        services.TryAddSingleton(NewWatchers);
        services.TryAddSingleton<IFeedWakeup>(static provider => provider.GetRequiredService<FeedWatchers>());
        services.TryAddSingleton<IFeedSignals>(static provider => provider.GetRequiredService<FeedWatchers>());
        services.TryAddSingleton<HeadCache>();
        services.TryAddSingleton<HeadPoller>();
        services.TryAddSingleton<CursorKeySource>();
        services.TryAddSingleton<Cursors>();
        services.TryAddSingleton<EventPreparer>();
        services.TryAddSingleton<Appender>();
        services.TryAddSingleton<TrimPlanner>();
        services.TryAddSingleton<PageReader>();
        services.TryAddSingleton<PageWaiter>();
        services.TryAddSingleton<FeedTail>();
        services.TryAddSingleton<PageResponse>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, FeedApiDescriptionProvider>());
        services.TryAddSingleton<IEventFeedStore>(static _ => throw NoStore());
        services.TryAddSingleton<IEventFeed, FeedService>();
        return new EventFeedBuilder(services);
    }

    /// <summary>Keeps feeds in the memory of the process: for tests, and where nothing needs to outlive it.</summary>
    public static EventFeedBuilder UseInMemory(this EventFeedBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IEventFeedStore, InMemoryFeedStore>());
        return builder;
    }

    private static FeedClock NewClock(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<EventFeedOptions>>().Value.MaxClockJump,
        provider.GetRequiredService<ILogger<FeedClock>>(),
        provider.GetRequiredService<EventFeedMetrics>());

    private static FeedWatchers NewWatchers(IServiceProvider provider)
    {
        var watchers = new FeedWatchers(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<EventFeedMetrics>(), provider.GetRequiredService<ILogger<FeedWatchers>>());
        provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(watchers.Stop);
        return watchers;
    }

    private static InvalidOperationException NoStore() =>
        new("No store for event feeds was chosen. Call UseInMemory() or a provider's Use method, such as UseSqlite(), on what AddEventFeed() returns.");
}
