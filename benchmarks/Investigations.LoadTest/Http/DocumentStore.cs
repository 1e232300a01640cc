using Microsoft.Data.Sqlite;

namespace Investigations.LoadTest;

/// <summary>A document of 18 KB in a SQLite file of its own: its version, and its lines.</summary>
internal sealed class DocumentStore : IDisposable
{
    public const long Version = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("documents-");
    private readonly string _source;
    private long _reads;

    public DocumentStore()
    {
        _source = $"Data Source={Path.Combine(_folder.FullName, "documents.db")}";
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE document (id INTEGER PRIMARY KEY, version INTEGER NOT NULL);
            CREATE TABLE line (document INTEGER, number INTEGER, title TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID;
            INSERT INTO document VALUES (1, $version);
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $lines)
            INSERT INTO line SELECT 1, i, 'line ' || i, $text FROM n;
            """;
        command.Parameters.AddWithValue("$version", Version);
        command.Parameters.AddWithValue("$lines", DocumentServer.Lines);
        command.Parameters.AddWithValue("$text", DocumentServer.Text);
        command.ExecuteNonQuery();
    }

    /// <summary>How often the version was read alone.</summary>
    public long VersionReads => Volatile.Read(ref _reads);

    public long ReadVersion()
    {
        Interlocked.Increment(ref _reads);
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM document WHERE id = 1";
        return (long)command.ExecuteScalar()!;
    }

    public (DocumentServer.Line[] Lines, long Version) Read()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, number, title, text FROM document JOIN line ON document = id WHERE id = 1 ORDER BY number";
        using var reader = command.ExecuteReader();
        var lines = new List<DocumentServer.Line>(DocumentServer.Lines);
        var version = 0L;
        while (reader.Read())
        {
            version = reader.GetInt64(0);
            lines.Add(new(reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        }

        return ([.. lines], version);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_source);
        connection.Open();
        return connection;
    }
}
