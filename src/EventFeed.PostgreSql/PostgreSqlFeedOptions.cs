namespace Investigations.EventFeed.PostgreSql;

/// <summary>Settings of the PostgreSQL store.</summary>
public sealed class PostgreSqlFeedOptions
{
    /// <summary>The schema of the tables, created when missing: a letter or underscore, then letters, digits and underscores, 63 at most; <c>public</c>.</summary>
    public string Schema { get; set; } = "public";

    /// <summary>What the names of the tables begin with: a small letter, then small letters, digits and underscores, 32 at most; <c>feed_</c>.</summary>
    public string TablePrefix { get; set; } = "feed_";

    /// <summary>
    /// Whether missing tables are created on first use; true. Where the role may not, let their owner run
    /// <see cref="PostgreSqlFeedSchema.Script"/> once.
    /// </summary>
    public bool CreateTables { get; set; } = true;

    /// <summary>
    /// Whether other nodes are told of appends at once, by <c>NOTIFY</c> after the commit, on one connection a process that listens;
    /// true. Without it, and behind a pooler that shares connections by the transaction (where it must be off), they learn of
    /// them at their next poll.
    /// </summary>
    public bool Notify { get; set; } = true;

    /// <summary>
    /// Whether the statements of appends and pages are prepared on their connections, which saves the server half of its work on them; true. It must be off
    /// behind a pooler that shares connections by the transaction and does not follow prepared statements, as PgBouncer before 1.21
    /// or with <c>max_prepared_statements = 0</c>.
    /// </summary>
    public bool PrepareStatements { get; set; } = true;

    /// <summary>
    /// How long a statement may take, the wait for another writer of the same feed included, 1 s-5 minutes; 10 s. Then
    /// <see cref="FeedUnavailableException"/> is thrown.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many events of concurrent appends to one feed share a transaction at most, 1-10 000; 256.</summary>
    public int MaxEventsPerCommit { get; set; } = 256;
}
