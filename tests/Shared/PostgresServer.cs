using System.Diagnostics;
using Npgsql;

namespace Investigations.Testing;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>INVESTIGATIONS_TEST_POSTGRES</c> names (a connection string of a superuser), or else a private one,
/// started from the installed binaries on a free loopback port in a folder of its own. A private server and its folder are gone when this
/// is disposed, and also when the test process dies without a word.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>
    /// Guards the server: obeys orders that come line by line, and when no more can come, because the tests closed the pipe or died, stops the
    /// server and removes its folder. A shell starts children with SIGINT and SIGQUIT ignored; the server sets handlers of its own.
    /// </summary>
    private const string Guard = """
        folder=$1; initdb=$2; shift 2
        exec 2> "$folder/log"
        "$initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >&2
        echo done
        server=
        while read -r order; do
            case $order in
                start) "$@" -D "$folder/data" & server=$! ;;
                *) kill "-$order" "$server"; wait "$server" ;;
            esac
            echo done
        done
        [ -z "$server" ] || { kill -QUIT "$server"; wait "$server"; }
        rm -rf "$folder"
        """;

    private readonly Process? _guard;
    private readonly string? _log;
    private readonly List<string> _databases = [];
    private int _lastDatabase;

    private PostgresServer(string connectionString, Process? guard = null, string? log = null)
    {
        ConnectionString = connectionString;
        _guard = guard;
        _log = log;
    }

    /// <summary>Of a superuser, to the database <c>postgres</c> (or the one that the environment names).</summary>
    public string ConnectionString { get; }

    /// <summary>Finds or starts a server.</summary>
    /// <param name="fsync">Whether a private server survives a crash of the machine; off, it is faster and still survives a kill.</param>
    /// <param name="settings">Further settings of a private server: <c>"max_connections=20"</c>.</param>
    /// <param name="alwaysPrivate">Whether it has to be a private one, which can be stopped, whatever the environment names.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PostgresUnavailableException">There is none, and none can be started; the message says why.</exception>
    public static async Task<PostgresServer> StartAsync(
        bool fsync = false, IEnumerable<string>? settings = null, bool alwaysPrivate = false, CancellationToken cancellationToken = default)
    {
        if (!alwaysPrivate && Environment.GetEnvironmentVariable("INVESTIGATIONS_TEST_POSTGRES") is { Length: > 0 } given)
        {
            var server = new PostgresServer(given);
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }

        var programs = PostgresPrograms.Find();
        var folder = await programs.CreateFolderAsync(cancellationToken);
        var port = Loopback.FreePort();
        string[] fixedSettings =
        [
            "listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "max_connections=300",
            $"fsync={(fsync ? "on" : "off")}", $"full_page_writes={(fsync ? "on" : "off")}",
        ];
        var command = fixedSettings.Concat(settings ?? []).SelectMany(setting => new[] { "-c", setting }).Prepend(programs.PathOf("postgres"));
        var guard = programs.Start(["sh", "-c", Guard, "guard", folder, programs.PathOf("initdb"), .. command]);
        var started = new PostgresServer($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres", guard, Path.Combine(folder, "log"));
        try
        {
            await guard.StandardOutput.ReadLineAsync(cancellationToken);
            await started.StartAgainAsync(cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _lastDatabase)}_{Guid.NewGuid():N}"[..40];
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        lock (_databases)
        {
            _databases.Add(name);
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(WithoutPool());
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Stops a private server, at once and without a word to its clients (as a crash does), or in order.</summary>
    public Task StopAsync(bool crash = true) => OrderAsync(crash ? "QUIT" : "INT");

    /// <summary>Starts a private server that was stopped, on the same port and data.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        await OrderAsync("start");
        await WaitUntilReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync(CancellationToken.None);
            _guard.Dispose();
            return;
        }

        foreach (var name in _databases)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
        }
    }

    private async Task OrderAsync(string order)
    {
        var guard = _guard ?? throw new InvalidOperationException("Only a private server can be stopped and started.");
        await guard.StandardInput.WriteLineAsync(order);
        await guard.StandardInput.FlushAsync();
        await guard.StandardOutput.ReadLineAsync();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1", cancellationToken);
                return;
            }
            catch (NpgsqlException exception)
            {
                if (started.Elapsed > TimeSpan.FromSeconds(30))
                {
                    var log = _log is not null && File.Exists(_log) ? await File.ReadAllTextAsync(_log, cancellationToken) : "";
                    throw new PostgresUnavailableException($"The PostgreSQL server does not answer: {exception.Message} {log}");
                }
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private string WithoutPool() => new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString;
}
