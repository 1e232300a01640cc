using Investigations.Testing;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>A server that tests may stop: one of its own for those that do, one after the other, while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PrivatePostgres : IAsyncDisposable, ICollectionFixture<PrivatePostgres>
{
    public const string Name = "a server that may be stopped";

    private readonly Lazy<Task<PostgresServer>> _server = new(static () => PostgresOrSkip.StartAsync(["max_prepared_transactions=2"], alwaysPrivate: true));

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    internal Task<PostgresServer> GetAsync() => _server.Value;
}
