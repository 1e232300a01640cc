-- The tables of Investigations.EventFeed.Sqlite, version 1. The package creates them on first use. To make the file yourself:
-- sqlite3 -bail feed.db "BEGIN IMMEDIATE" ".read schema.sql" "COMMIT"
-- The first process that opens the file adds the epoch and the key that signs cursors, both from strong random numbers.

CREATE TABLE feed_meta(
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- One row a feed. Appending holds the file's write lock and counts here, so positions become visible in their order.
CREATE TABLE feed_heads(
    feed_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    ts_ms INTEGER NOT NULL,
    last_id TEXT,
    floor_seq INTEGER NOT NULL) STRICT;

CREATE TABLE feed_events(
    feed_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    ts_ms INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT,
    occurred_ms INTEGER,
    data BLOB NOT NULL,
    PRIMARY KEY(feed_id, seq)) STRICT, WITHOUT ROWID;

CREATE INDEX feed_events_subject ON feed_events(feed_id, subject, seq) WHERE subject IS NOT NULL;

-- Where each id is. It outlives its event for as long as duplicates are to be recognized.
CREATE TABLE feed_ids(
    feed_id INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    ts_ms INTEGER NOT NULL,
    PRIMARY KEY(feed_id, event_id)) STRICT, WITHOUT ROWID;

-- Events removed by a trim whose ids are still remembered.
CREATE TABLE feed_trimmed(
    feed_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    ts_ms INTEGER NOT NULL,
    PRIMARY KEY(feed_id, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE feed_keys(
    id TEXT PRIMARY KEY,
    secret BLOB NOT NULL,
    created_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

INSERT INTO feed_meta(name, value) VALUES ('schema_version', 1);
