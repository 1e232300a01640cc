using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>The services of one process on a database, without a web host.</summary>
internal sealed class PostgresNode : IWritingNode
{
    private readonly ServiceProvider _services;

    public PostgresNode(string connectionString, Action<PostgreSqlFeedOptions>? postgres = null, Action<EventFeedOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventFeed(configure).UsePostgreSql(connectionString, postgres);
        _services = services.BuildServiceProvider();
    }

    public IEventFeed Feed => _services.GetRequiredService<IEventFeed>();

    public IEventFeedStore Store => _services.GetRequiredService<IEventFeedStore>();

    public PostgreSqlFeedDatabase Database => _services.GetRequiredService<PostgreSqlFeedDatabase>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts to listen for other nodes, as a host would.</summary>
    public async Task<PostgresNode> StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }

        return this;
    }

    public async ValueTask AppendSlowlyAsync(string feed, NewFeedEvent[] events, TimeSpan open, bool rollBack, CancellationToken cancellationToken)
    {
        try
        {
            await Database.WriteAsync(async (transaction, token) =>
            {
                await Feed.AppendAsync(transaction, feed, events, token);
                await Task.Delay(open, TimeProvider.System, token);
                return rollBack ? throw new RolledBackException() : 0;
            }, cancellationToken);
        }
        catch (RolledBackException)
        {
            // As it should be.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
