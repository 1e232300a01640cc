using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class KilledWriterTests(PostgresFixture postgres)
{
    private const int Kills = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Real processes, and therefore real time; the bound is generous.</summary>
    [Fact(Timeout = 120_000)]
    public async Task ThreeProcesses_KilledAndCutOffWhileAppending_LoseNothingAndReadersMissNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await postgres.CreateDatabaseAsync();
        await using var node = await new PostgresNode(database).StartAsync();
        var readers = new ReaderCrowd(node, cancellation);
        using var writers = new WriterCrowd(database, processes: 3);
        for (var round = 0; round < Kills; round++)
        {
            writers.Start();
            await writers.MoreAsync(30, cancellation);
            await CutConnectionsAsync(database);
            await writers.MoreAsync(30, cancellation);
            await writers.KillAsync();
        }

        await readers.VerifyAsync(writers);
    }

    /// <summary>Half of the server's connections to the database end in the middle of whatever they do, the writers' and the readers'.</summary>
    private static async Task CutConnectionsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var cut = source.CreateCommand("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND pid % 2 = 0
            """);
        await cut.ExecuteNonQueryAsync(Cancellation);
    }
}
