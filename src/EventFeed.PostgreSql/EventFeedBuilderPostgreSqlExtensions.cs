using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Chooses PostgreSQL as the store of event feeds.</summary>
public static class EventFeedBuilderPostgreSqlExtensions
{
    /// <summary>Keeps feeds in a PostgreSQL database, for any number of nodes. The tables are created when missing.</summary>
    /// <param name="builder">What <c>AddEventFeed</c> returned.</param>
    /// <param name="connectionString">A connection string of Npgsql. Connecting takes 5 s at most unless it says otherwise.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The connection string is not one of Npgsql, or names no host.</exception>
    public static EventFeedBuilder UsePostgreSql(this EventFeedBuilder builder, string connectionString, Action<PostgreSqlFeedOptions>? configure = null)
    {
        ConnectionStrings.ThrowIfInvalid(connectionString);
        return builder.UsePostgreSql(_ => new FeedDataSource(connectionString), configure);
    }

    /// <summary>The same on the application's data source, which stays the application's to dispose. It keeps one of its connections for listening.</summary>
    public static EventFeedBuilder UsePostgreSql(this EventFeedBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlFeedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UsePostgreSql(_ => new FeedDataSource(dataSource), configure);
    }

    /// <summary>The same with a data source that is known only when services are.</summary>
    public static EventFeedBuilder UsePostgreSql(
        this EventFeedBuilder builder, Func<IServiceProvider, NpgsqlDataSource> dataSource, Action<PostgreSqlFeedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UsePostgreSql(provider => new FeedDataSource(dataSource(provider)), configure);
    }

    private static EventFeedBuilder UsePostgreSql(
        this EventFeedBuilder builder, Func<IServiceProvider, FeedDataSource> source, Action<PostgreSqlFeedOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.AddOptions<PostgreSqlFeedOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlFeedOptions>, PostgreSqlFeedOptionsValidator>());
        services.Replace(ServiceDescriptor.Singleton(source));
        services.TryAddSingleton(static provider => new FeedSql(provider.GetRequiredService<IOptions<PostgreSqlFeedOptions>>().Value));
        services.TryAddSingleton(NewClock);
        services.TryAddSingleton<PostgreSqlMetrics>();
        services.TryAddSingleton<SchemaOnFirstUse>();
        services.TryAddSingleton<Retrying>();
        services.TryAddSingleton<NodeId>();
        services.TryAddSingleton<Notifier>();
        services.TryAddSingleton<TouchedFeeds>();
        services.TryAddSingleton<PostgreSqlFeedStore>();
        services.TryAddSingleton(NewDatabase);
        services.Replace(ServiceDescriptor.Singleton<IEventFeedStore>(static provider => provider.GetRequiredService<PostgreSqlFeedStore>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Listener>());
        return builder;
    }

    private static ServerClock NewClock(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<EventFeedOptions>>().Value.MaxClockJump,
        provider.GetRequiredService<ILogger<ServerClock>>());

    private static PostgreSqlFeedDatabase NewDatabase(IServiceProvider provider) => new(
        provider.GetRequiredService<Retrying>(),
        provider.GetRequiredService<TouchedFeeds>(),
        provider.GetRequiredService<IFeedWakeup>(),
        provider.GetRequiredService<Notifier>());
}
