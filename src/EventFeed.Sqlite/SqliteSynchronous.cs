namespace Investigations.EventFeed.Sqlite;

/// <summary>What a commit waits for (<c>PRAGMA synchronous</c>).</summary>
public enum SqliteSynchronous
{
    /// <summary>The write-ahead log is on the disk: an acknowledged event survives a power cut.</summary>
    Full,

    /// <summary>
    /// The operating system has the data: an acknowledged event survives the end of the process, but the last ones may be gone
    /// after a power cut. Cursors that point at those are then answered with <c>feed_reset</c>.
    /// </summary>
    Normal,
}
