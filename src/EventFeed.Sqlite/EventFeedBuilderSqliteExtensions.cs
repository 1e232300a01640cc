using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Chooses SQLite as the store of event feeds.</summary>
public static class EventFeedBuilderSqliteExtensions
{
    /// <summary>Keeps feeds in a SQLite file, which is created with its folder and its tables when missing.</summary>
    /// <param name="builder">What <c>AddEventFeed</c> returned.</param>
    /// <param name="connectionString">Names a file, such as <c>Data Source=data/feed.db</c>.</param>
    /// <param name="configure">Sets further options.</param>
    public static EventFeedBuilder UseSqlite(this EventFeedBuilder builder, string connectionString, Action<SqliteFeedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        return builder.UseSqlite(_ => connectionString, configure);
    }

    /// <summary>The same with a connection string that is known only when services are.</summary>
    public static EventFeedBuilder UseSqlite(
        this EventFeedBuilder builder, Func<IServiceProvider, string> connectionString, Action<SqliteFeedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);

        var services = builder.Services;
        services.AddOptions<SqliteFeedOptions>()
            .Configure<IServiceProvider>((options, provider) => options.ConnectionString = connectionString(provider))
            .ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteFeedOptions>, SqliteFeedOptionsValidator>());
        services.TryAddSingleton(static provider => new FeedSql(provider.GetRequiredService<IOptions<SqliteFeedOptions>>().Value.TablePrefix));
        services.TryAddSingleton<SqliteMetrics>();
        services.TryAddSingleton<ConnectionOpener>();
        services.TryAddSingleton(static provider => new SqliteFeedDatabase(
            provider.GetRequiredService<IOptions<SqliteFeedOptions>>(),
            provider.GetRequiredService<ConnectionOpener>(),
            provider.GetRequiredService<IFeedWakeup>(),
            provider.GetRequiredService<SqliteMetrics>()));
        services.TryAddSingleton<SqliteFeedStore>();
        services.Replace(ServiceDescriptor.Singleton<IEventFeedStore>(static provider => provider.GetRequiredService<SqliteFeedStore>()));
        return builder;
    }
}
