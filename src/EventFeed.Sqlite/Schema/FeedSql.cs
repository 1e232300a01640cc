namespace Investigations.EventFeed.Sqlite;

/// <summary>Every statement the store runs.</summary>
internal sealed class FeedSql(string prefix)
{
    /// <summary>An event, as <see cref="EventReader.Materialize"/> reads it.</summary>
    private const string Event = "seq, ts_ms, event_id, type, subject, occurred_ms, data";
    private const string Head = "seq, ts_ms, last_id, floor_seq";
    private const string Trimmed = "feed_id, seq, event_id, ts_ms";

    public string CreateTables { get; } = SqliteFeedSchema.Script(prefix);

    public string CountMeta { get; } = $"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{prefix}meta' COLLATE NOCASE";

    public string SelectMeta { get; } = $"SELECT value FROM {prefix}meta WHERE name = @name";

    public string InsertMeta { get; } = $"INSERT INTO {prefix}meta(name, value) VALUES (@name, @value)";

    public string SelectKeys { get; } = $"SELECT id, secret FROM {prefix}keys ORDER BY created_ms DESC, id";

    public string CountKeys { get; } = $"SELECT count(*) FROM {prefix}keys";

    public string InsertKey { get; } = $"INSERT INTO {prefix}keys(id, secret, created_ms) VALUES (@id, @secret, @now)";

    public string SelectHead { get; } = $"SELECT feed_id, {Head} FROM {prefix}heads WHERE name = @name";

    public string InsertHead { get; } = $"INSERT INTO {prefix}heads(name, {Head}) VALUES (@name, 0, 0, NULL, 0) RETURNING feed_id";

    public string UpdateHead { get; } = $"UPDATE {prefix}heads SET seq = @seq, ts_ms = @ts, last_id = @id WHERE feed_id = @feed";

    public string InsertId { get; } = $"INSERT INTO {prefix}ids(feed_id, event_id, seq, ts_ms) VALUES (@feed, @id, @seq, @ts) ON CONFLICT DO NOTHING";

    public string SelectId { get; } = $"SELECT seq, ts_ms FROM {prefix}ids WHERE feed_id = @feed AND event_id = @id";

    public string InsertEvent { get; } =
        $"INSERT INTO {prefix}events(feed_id, {Event}) VALUES (@feed, @seq, @ts, @id, @type, @subject, @occurred, @data)";

    public string SelectEvent { get; } = $"SELECT {Event} FROM {prefix}events WHERE feed_id = @feed AND seq = @seq";

    public string SelectAnchor { get; } = $"SELECT event_id FROM {prefix}events WHERE feed_id = @feed AND seq = @seq";

    public string SelectPage { get; } = $"SELECT {Event} FROM {prefix}events WHERE feed_id = @feed AND seq > @after ORDER BY seq LIMIT @count";

    // Left to itself the planner takes the primary key and looks at every event of the feed.
    public string SelectSubjectPage { get; } = $"SELECT {Event} FROM {prefix}events INDEXED BY {prefix}events_subject "
        + "WHERE feed_id = @feed AND subject = @subject AND seq > @after ORDER BY seq LIMIT @count";

    public string SelectTimeFrom { get; } = $"SELECT seq, ts_ms FROM {prefix}events WHERE feed_id = @feed AND seq >= @seq ORDER BY seq LIMIT 1";

    public string MoveFloor { get; } = $"UPDATE {prefix}heads SET floor_seq = @to WHERE feed_id = @feed";

    public string RememberTrimmed { get; } =
        $"INSERT INTO {prefix}trimmed({Trimmed}) SELECT {Trimmed} FROM {prefix}events WHERE feed_id = @feed AND seq <= @to";

    public string DeleteEvents { get; } = $"DELETE FROM {prefix}events WHERE feed_id = @feed AND seq <= @to";

    public string ForgetIds { get; } =
        $"DELETE FROM {prefix}ids WHERE feed_id = @feed AND seq <= @floor AND event_id IN ({Oldest("event_id", prefix)})";

    public string ForgetTrimmed { get; } = $"DELETE FROM {prefix}trimmed WHERE feed_id = @feed AND seq IN ({Oldest("seq", prefix)})";

    private static string Oldest(string column, string prefix) =>
        $"SELECT {column} FROM {prefix}trimmed WHERE feed_id = @feed AND ts_ms < @before ORDER BY seq LIMIT @count";
}
