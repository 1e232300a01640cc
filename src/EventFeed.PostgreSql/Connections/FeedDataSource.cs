using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Where connections come from: the application's data source, or one of our own, which is disposed with the store.</summary>
internal sealed class FeedDataSource : IAsyncDisposable, IDisposable
{
    private readonly Lazy<NpgsqlDataSource> _shared;
    private readonly Lazy<NpgsqlDataSource>? _unpooled;

    public FeedDataSource(NpgsqlDataSource given) => _shared = new(given);

    public FeedDataSource(string connectionString)
    {
        _shared = new(() => Build(connectionString, pooling: null));
        _unpooled = new(() => Build(connectionString, pooling: false));
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _shared.Value.OpenConnectionAsync(cancellationToken);

    /// <summary>A connection to keep: outside the pool, if the data source is our own.</summary>
    public ValueTask<NpgsqlConnection> OpenToKeepAsync(CancellationToken cancellationToken) =>
        (_unpooled ?? _shared).Value.OpenConnectionAsync(cancellationToken);

    public void Dispose()
    {
        foreach (var source in Own())
        {
            source.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in Own())
        {
            await source.DisposeAsync();
        }
    }

    private IEnumerable<NpgsqlDataSource> Own() =>
        _unpooled is null ? [] : new[] { _shared, _unpooled }.Where(static source => source.IsValueCreated).Select(static source => source.Value);

    internal static NpgsqlDataSource Build(string connectionString, bool? pooling)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.Pooling = pooling ?? settings.Pooling;

        // Not the builder's ContainsKey, which is true of any key there can be.
        string[] given = [.. settings.Keys];
        if (!given.Contains("No Reset On Close"))
        {
            // Nothing that the feed sets outlives its transaction, so there is nothing to reset at each return to the pool.
            settings.NoResetOnClose = true;
        }

        if (!given.Contains("Timeout"))
        {
            // A request that waits fifteen seconds for a server that does not answer is a hang to whoever waits.
            settings.Timeout = 5;
        }

        return builder.Build();
    }
}
