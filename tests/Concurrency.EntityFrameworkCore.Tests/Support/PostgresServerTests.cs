using Investigations.Testing;
using Npgsql;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>The server that tests start for themselves. Real processes and a real clock, since they are what it is about.</summary>
public sealed class PostgresServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_ThatWasDisposed_LeavesNeitherProcessNorFolder()
    {
        var server = await PostgresOrSkip.StartAsync(alwaysPrivate: true);
        var folder = await ShowAsync(server, "data_directory");
        Assert.NotEmpty(ProcessesIn(folder));

        await server.DisposeAsync();

        Assert.Empty(ProcessesIn(folder));
        Assert.False(Directory.Exists(Path.GetDirectoryName(folder)));
    }

    [Fact]
    public async Task Server_ThatCrashedAndStartsAgain_KeepsWhatWasCommitted()
    {
        await using var server = await PostgresOrSkip.StartAsync(alwaysPrivate: true);
        await server.ExecuteAsync("CREATE TABLE kept AS SELECT 1", Token);

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => server.ExecuteAsync("SELECT 1", Token));
        await server.StartAgainAsync(Token);

        await server.ExecuteAsync("DROP TABLE kept", Token);
    }

    private static async Task<string> ShowAsync(PostgresServer server, string setting)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    private static IEnumerable<int> ProcessesIn(string folder) =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!)
            .Where(id => CommandLine(id).Contains(folder, StringComparison.Ordinal));

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
