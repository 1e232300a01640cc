using System.Collections.Concurrent;
using Investigations.Samples.Tests.Hosting;
using Investigations.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(StoreUnderTest))]

namespace Investigations.Samples.Tests.Hosting;

/// <summary>
/// Which store the tests run on: SQLite, or with <c>INVESTIGATIONS_TEST_STORE=postgres</c> a PostgreSQL server, one for all tests, where each host
/// has a database of its own.
/// </summary>
public sealed class StoreUnderTest : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_databases = new();
    private static PostgresServer? s_server;

    public static bool IsPostgres => Environment.GetEnvironmentVariable("INVESTIGATIONS_TEST_STORE") == "postgres";

    public async ValueTask InitializeAsync() =>
        s_server = IsPostgres ? await PostgresServer.StartAsync(cancellationToken: CancellationToken.None) : null;

    public ValueTask DisposeAsync() => s_server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The database of the hosts that share a folder, made when the first of them asks.</summary>
    /// <returns>Its connection string; null where the tests run on SQLite.</returns>
    internal static string? DatabaseOf(DirectoryInfo folder) =>
        s_server is { } server ? s_databases.GetOrAdd(folder.FullName, _ => new(() => Create(server))).Value : null;

    /// <summary>Drops the database of a folder that is no longer needed.</summary>
    internal static void Drop(DirectoryInfo folder)
    {
        if (s_server is { } server && s_databases.TryRemove(folder.FullName, out var database))
        {
            var name = new NpgsqlConnectionStringBuilder(database.Value).Database;
            Task.Run(() => server.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)")).GetAwaiter().GetResult();
        }
    }

    private static string Create(PostgresServer server)
    {
        var database = Task.Run(() => server.CreateDatabaseAsync()).GetAwaiter().GetResult();
        return new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 20 }.ConnectionString;
    }
}
