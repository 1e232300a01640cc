using Investigations.Testing;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>A server that tests may stop: one of its own for those that do, one after the other, while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PrivatePostgres : IAsyncLifetime, ICollectionFixture<PrivatePostgres>
{
    public const string Name = "a server that may be stopped";

    private PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await PostgresServer.StartAsync(settings: ["max_prepared_transactions=2"], cancellationToken: CancellationToken.None);
        }
        catch (PostgresUnavailableException) when (Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") != "1")
        {
            // Each test skips.
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal PostgresServer Get()
    {
        Assert.SkipUnless(_server is { IsPrivate: true }, "PostgreSQL is not installed here, or not ours to stop.");
        return _server;
    }
}
