using System.Data.Common;
using Investigations.EventFeed.Sqlite;
using Microsoft.Data.Sqlite;

namespace Investigations.Benchmarks;

/// <summary>A file in a folder of its own.</summary>
internal sealed class SqliteFeedFile : FeedDatabase
{
    private readonly string _folder;

    public SqliteFeedFile()
        : this(Directory.CreateTempSubdirectory("feed-benchmark-").FullName)
    {
    }

    private SqliteFeedFile(string folder)
        : base(feed => feed.UseSqlite($"Data Source={Path.Combine(folder, "feed.db")}")) => _folder = folder;

    public override string PlainColumns => "id INTEGER PRIMARY KEY, ts INTEGER NOT NULL, event_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, subject TEXT, data BLOB NOT NULL";

    protected override string Settle => "PRAGMA wal_checkpoint(TRUNCATE)";

    public override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "feed.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
