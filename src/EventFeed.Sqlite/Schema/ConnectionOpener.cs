using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Opens the file for writing and for reading.</summary>
internal sealed class ConnectionOpener(IOptions<SqliteFeedOptions> options, FeedSql sql, TimeProvider time)
{
    private SqliteFeedOptions Options => options.Value;

    /// <summary>Opens the file, creating folder, file and tables as needed.</summary>
    public SqliteConnection OpenWriter(out long epoch)
    {
        var connection = Open(ConnectionString(SqliteOpenMode.ReadWriteCreate));
        try
        {
            UseWriteAheadLog(connection);
            connection.Execute($"PRAGMA synchronous = {(Options.Synchronous == SqliteSynchronous.Full ? "FULL" : "NORMAL")}");
            connection.Execute("PRAGMA journal_size_limit = 67108864");
            epoch = SchemaCreator.Ensure(connection, sql, time);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for reading only.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(ConnectionString(SqliteOpenMode.ReadWrite));
        connection.Execute("PRAGMA query_only = 1");
        return connection;
    }

    private SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            CreateFolder(connection.DataSource);
            connection.Open();
            var timeout = ((long)Options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            connection.Execute($"PRAGMA busy_timeout = {timeout}");
            connection.Execute("PRAGMA foreign_keys = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string ConnectionString(SqliteOpenMode mode) => new SqliteConnectionStringBuilder(Options.ConnectionString)
    {
        Mode = mode,
        Pooling = false,
        Cache = SqliteCacheMode.Default,

        // SQLite itself waits while the file is busy; the client's own wait polls at 150 ms and comes on top.
        DefaultTimeout = 1,
    }.ToString();

    private static void CreateFolder(string path)
    {
        if (!path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    private static void UseWriteAheadLog(SqliteConnection connection)
    {
        if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
        {
            return; // What cannot be written can still be read, in whatever mode it is.
        }

        using var command = connection.Command("PRAGMA journal_mode = WAL");
        if (command.ExecuteScalar() as string is not "wal")
        {
            throw new FeedUnavailableException("The file system does not allow SQLite's write-ahead log.");
        }
    }
}
