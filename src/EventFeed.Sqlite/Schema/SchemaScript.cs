namespace Investigations.EventFeed.Sqlite;

/// <summary>The tables, version 1.</summary>
internal static class SchemaScript
{
    public static string Tables(string prefix) => $"""
        -- One row a feed. Appending holds the file's write lock and counts here, so positions become visible in their order.
        CREATE TABLE {prefix}heads(
            feed_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
            seq INTEGER NOT NULL, ts_ms INTEGER NOT NULL, last_id TEXT, floor_seq INTEGER NOT NULL) STRICT;

        CREATE TABLE {prefix}events(
            feed_id INTEGER NOT NULL, seq INTEGER NOT NULL, ts_ms INTEGER NOT NULL, event_id TEXT NOT NULL,
            type TEXT NOT NULL, subject TEXT, occurred_ms INTEGER, data BLOB NOT NULL,
            PRIMARY KEY(feed_id, seq)) STRICT, WITHOUT ROWID;

        CREATE INDEX {prefix}events_subject ON {prefix}events(feed_id, subject, seq) WHERE subject IS NOT NULL;

        -- Where each id is. It outlives its event for as long as duplicates are to be recognized.
        CREATE TABLE {prefix}ids(
            feed_id INTEGER NOT NULL, event_id TEXT NOT NULL, seq INTEGER NOT NULL, ts_ms INTEGER NOT NULL,
            PRIMARY KEY(feed_id, event_id)) STRICT, WITHOUT ROWID;

        -- Events removed by a trim whose ids are still remembered.
        CREATE TABLE {prefix}trimmed(
            feed_id INTEGER NOT NULL, seq INTEGER NOT NULL, event_id TEXT NOT NULL, ts_ms INTEGER NOT NULL,
            PRIMARY KEY(feed_id, seq)) STRICT, WITHOUT ROWID;

        CREATE TABLE {prefix}keys(
            id TEXT PRIMARY KEY, secret BLOB NOT NULL, created_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;
}
