namespace Investigations.EventFeed.Sqlite;

/// <summary>Every statement the store runs.</summary>
internal sealed class FeedSql
{
    public FeedSql(string prefix)
    {
        var (heads, events, ids, trimmed, meta, keys) =
            ($"{prefix}heads", $"{prefix}events", $"{prefix}ids", $"{prefix}trimmed", $"{prefix}meta", $"{prefix}keys");

        CreateTables = SqliteFeedSchema.Script(prefix);
        CountMeta = $"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{meta}' COLLATE NOCASE";
        SelectMeta = $"SELECT value FROM {meta} WHERE name = @name";
        InsertMeta = $"INSERT INTO {meta}(name, value) VALUES (@name, @value)";
        SelectKeys = $"SELECT id, secret FROM {keys} ORDER BY created_ms DESC, id";
        CountKeys = $"SELECT count(*) FROM {keys}";
        InsertKey = $"INSERT INTO {keys}(id, secret, created_ms) VALUES (@id, @secret, @now)";

        SelectHead = $"SELECT feed_id, seq, ts_ms, last_id, floor_seq FROM {heads} WHERE name = @name";
        InsertHead = $"INSERT INTO {heads}(name, seq, ts_ms, last_id, floor_seq) VALUES (@name, 0, 0, NULL, 0) RETURNING feed_id";
        UpdateHead = $"UPDATE {heads} SET seq = @seq, ts_ms = @ts, last_id = @id WHERE feed_id = @feed";

        InsertId = $"INSERT INTO {ids}(feed_id, event_id, seq, ts_ms) VALUES (@feed, @id, @seq, @ts) ON CONFLICT DO NOTHING";
        SelectId = $"SELECT seq, ts_ms FROM {ids} WHERE feed_id = @feed AND event_id = @id";
        InsertEvent = $"INSERT INTO {events}(feed_id, seq, ts_ms, event_id, type, subject, occurred_ms, data) "
            + "VALUES (@feed, @seq, @ts, @id, @type, @subject, @occurred, @data)";

        const string Columns = "seq, ts_ms, event_id, type, subject, occurred_ms, data";
        SelectEvent = $"SELECT {Columns} FROM {events} WHERE feed_id = @feed AND seq = @seq";
        SelectAnchor = $"SELECT event_id FROM {events} WHERE feed_id = @feed AND seq = @seq";
        SelectPage = $"SELECT {Columns} FROM {events} WHERE feed_id = @feed AND seq > @after ORDER BY seq LIMIT @count";

        // Left to itself the planner takes the primary key and looks at every event of the feed.
        SelectSubjectPage = $"SELECT {Columns} FROM {events} INDEXED BY {events}_subject WHERE feed_id = @feed AND subject = @subject AND seq > @after ORDER BY seq LIMIT @count";
        SelectTimeFrom = $"SELECT seq, ts_ms FROM {events} WHERE feed_id = @feed AND seq >= @seq ORDER BY seq LIMIT 1";

        MoveFloor = $"UPDATE {heads} SET floor_seq = @to WHERE feed_id = @feed";
        RememberTrimmed = $"INSERT INTO {trimmed}(feed_id, seq, event_id, ts_ms) SELECT feed_id, seq, event_id, ts_ms FROM {events} "
            + "WHERE feed_id = @feed AND seq <= @to";
        DeleteEvents = $"DELETE FROM {events} WHERE feed_id = @feed AND seq <= @to";
        ForgetIds = $"DELETE FROM {ids} WHERE feed_id = @feed AND seq <= @floor AND event_id IN "
            + $"(SELECT event_id FROM {trimmed} WHERE feed_id = @feed AND ts_ms < @before ORDER BY seq LIMIT @count)";
        ForgetTrimmed = $"DELETE FROM {trimmed} WHERE feed_id = @feed AND seq IN "
            + $"(SELECT seq FROM {trimmed} WHERE feed_id = @feed AND ts_ms < @before ORDER BY seq LIMIT @count)";
    }

    public string CreateTables { get; }

    public string CountMeta { get; }

    public string SelectMeta { get; }

    public string InsertMeta { get; }

    public string SelectKeys { get; }

    public string CountKeys { get; }

    public string InsertKey { get; }

    public string SelectHead { get; }

    public string InsertHead { get; }

    public string UpdateHead { get; }

    public string InsertId { get; }

    public string SelectId { get; }

    public string InsertEvent { get; }

    public string SelectEvent { get; }

    public string SelectAnchor { get; }

    public string SelectPage { get; }

    public string SelectSubjectPage { get; }

    public string SelectTimeFrom { get; }

    public string MoveFloor { get; }

    public string RememberTrimmed { get; }

    public string DeleteEvents { get; }

    public string ForgetIds { get; }

    public string ForgetTrimmed { get; }
}
