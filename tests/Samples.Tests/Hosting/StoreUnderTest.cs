using Npgsql;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>
/// Which store the tests run on: SQLite, or with <c>INVESTIGATIONS_TEST_STORE=postgres</c> the PostgreSQL server that
/// <c>INVESTIGATIONS_TEST_POSTGRES</c> names (a connection string of a superuser), each host in a database of its own.
/// </summary>
internal static class StoreUnderTest
{
    public static bool IsPostgres => Environment.GetEnvironmentVariable("INVESTIGATIONS_TEST_STORE") == "postgres";

    public static string? NewPostgresDatabase()
    {
        if (!IsPostgres)
        {
            return null;
        }

        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("INVESTIGATIONS_TEST_POSTGRES")) { Pooling = false };
        var name = $"host_{Guid.NewGuid():N}";
        using var connection = new NpgsqlConnection(server.ConnectionString);
        connection.Open();
        using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        create.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = true, MaxPoolSize = 20 }.ConnectionString;
    }
}
