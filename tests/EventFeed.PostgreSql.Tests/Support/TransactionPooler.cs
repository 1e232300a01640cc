using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>
/// A PgBouncer in front of the tests' server, which lends its few connections by the transaction; started on a free loopback port, in a folder of its
/// own, when the first test of a class asks for a database. It is gone when this is disposed, and also when the test process dies without a word.
/// </summary>
public sealed class TransactionPooler(PostgresFixture postgres) : IAsyncDisposable
{
    /// <summary>So few that the nodes of a test have to share them.</summary>
    public const int Connections = 2;

    private const string Guard = """
        folder=$1; program=$2
        "$program" -q "$folder/pgbouncer.ini" 2> "$folder/errors" &
        pooler=$!
        read -r _
        kill -KILL "$pooler"
        rm -rf "$folder"
        """;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly int _port = Loopback.FreePort();
    private Process? _guard;

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection strings: through the pooler, and past it.</returns>
    public async Task<(string Pooled, string Direct)> CreateDatabaseAsync()
    {
        var direct = await postgres.CreateDatabaseAsync();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _guard ??= await StartAsync(new NpgsqlConnectionStringBuilder(direct));
        }
        finally
        {
            _gate.Release();
        }

        return (new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Database = new NpgsqlConnectionStringBuilder(direct).Database }.ConnectionString, direct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            await EndAsync(_guard);
        }

        _gate.Dispose();
    }

    private async Task<Process> StartAsync(NpgsqlConnectionStringBuilder server)
    {
        var program = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer", "/usr/local/bin/pgbouncer" }.FirstOrDefault(File.Exists);
        if (program is null)
        {
            Engine.Missing("PgBouncer is not installed.");
        }

        var programs = PostgresPrograms.Find();
        var folder = await programs.CreateFolderAsync(TestContext.Current.CancellationToken);
        var followsPrepared = await Engine.RunAsync(program, "--version") is { } version && Version.Parse(version.Split()[1]) >= new Version(1, 21);
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), $"""
            [databases]
            * = host={server.Host} port={server.Port} user={server.Username}{(server.Password is { } password ? $" password='{password}'" : "")}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {Connections}
            {(followsPrepared ? "max_prepared_statements = 0" : "")}
            logfile = {folder}/log
            """, TestContext.Current.CancellationToken);
        var guard = programs.Start(["sh", "-c", Guard, "guard", folder, program]);
        try
        {
            await ListeningAsync(folder);
            return guard;
        }
        catch
        {
            await EndAsync(guard);
            throw;
        }
    }

    private async Task ListeningAsync(string folder)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (attempt < 400)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                var said = Directory.GetFiles(folder).Where(static file => Path.GetFileName(file) is "log" or "errors").Select(File.ReadAllText);
                Assert.Fail($"PgBouncer does not listen: {string.Concat(said)}");
            }
        }
    }

    private static async Task EndAsync(Process guard)
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync(CancellationToken.None);
        guard.Dispose();
    }
}
