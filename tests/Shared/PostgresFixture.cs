using Investigations.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Investigations.Testing;

/// <summary>One PostgreSQL server for all tests of an assembly, started when the first test asks for a database; where there is none the test skips.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(static () => PostgresOrSkip.StartAsync());

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync() => await (await _server.Value).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
