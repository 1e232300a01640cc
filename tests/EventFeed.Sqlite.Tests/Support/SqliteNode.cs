using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>The services of one process on a file, without a web host.</summary>
internal sealed class SqliteNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SqliteNode(string path, TimeProvider? time = null, Action<SqliteFeedOptions>? sqlite = null, Action<EventFeedOptions>? configure = null, bool useMemory = false)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        var builder = services.AddEventFeed(configure);
        _ = useMemory ? builder.UseInMemory() : builder.UseSqlite($"Data Source={path}", sqlite);
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IEventFeed Feed => _services.GetRequiredService<IEventFeed>();

    public IEventFeedStore Store => _services.GetRequiredService<IEventFeedStore>();

    public FeedWatchers Watchers => _services.GetRequiredService<FeedWatchers>();

    public SqliteFeedDatabase Database => _services.GetRequiredService<SqliteFeedDatabase>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
