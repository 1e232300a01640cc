namespace Investigations.EventFeed.Sqlite;

/// <summary>Settings of the SQLite store.</summary>
public sealed class SqliteFeedOptions
{
    /// <summary>A connection string of Microsoft.Data.Sqlite with the path of a file. The folder is created when missing.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>What a commit waits for; <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>How long to wait for another process that holds the file, 0-5 minutes; 5 s. Then <see cref="FeedUnavailableException"/> is thrown.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reads run beside each other, 1-64; 8. More wait for their turn.</summary>
    public int MaxReaders { get; set; } = 8;

    /// <summary>How many writes share one transaction at most, 1-10 000; 256.</summary>
    public int MaxWritesPerCommit { get; set; } = 256;

    /// <summary>What the names of the tables begin with: a letter, then letters, digits and underscores, 32 at most; <c>feed_</c>.</summary>
    public string TablePrefix { get; set; } = "feed_";
}
