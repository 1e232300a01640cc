using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>The services of one process on a file, without a web host.</summary>
internal sealed class SqliteNode : IWritingNode
{
    private readonly ServiceProvider _services;

    public SqliteNode(string path, Action<SqliteFeedOptions>? sqlite = null, Action<EventFeedOptions>? configure = null, bool useMemory = false)
    {
        var services = new ServiceCollection();
        var builder = services.AddEventFeed(configure);
        _ = useMemory ? builder.UseInMemory() : builder.UseSqlite($"Data Source={path}", sqlite);
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IEventFeed Feed => _services.GetRequiredService<IEventFeed>();

    public IEventFeedStore Store => _services.GetRequiredService<IEventFeedStore>();

    public FeedWatchers Watchers => _services.GetRequiredService<FeedWatchers>();

    public SqliteFeedDatabase Database => _services.GetRequiredService<SqliteFeedDatabase>();

    public async ValueTask AppendSlowlyAsync(string feed, NewFeedEvent[] events, TimeSpan open, bool rollBack, CancellationToken cancellationToken)
    {
        try
        {
            await Database.WriteAsync(transaction =>
            {
                Feed.Append(transaction, feed, events);
                cancellationToken.WaitHandle.WaitOne(open);
                return rollBack ? throw new RolledBackException() : 0;
            }, cancellationToken);
        }
        catch (RolledBackException)
        {
            // As it should be.
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
