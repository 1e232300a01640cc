using Investigations.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Investigations.Testing;

/// <summary>
/// One PostgreSQL server for all tests of an assembly, started when the first test asks for a database. Where there is none to be had the test skips
/// and says why; with <c>INVESTIGATIONS_REQUIRE_ENGINES=1</c> it fails instead.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartAsync(cancellationToken: CancellationToken.None));

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        try
        {
            return await (await _server.Value).CreateDatabaseAsync(TestContext.Current.CancellationToken);
        }
        catch (PostgresUnavailableException exception) when (Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") != "1")
        {
            Assert.Skip(exception.Message);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
