namespace Investigations.EventFeed.PostgreSql;

/// <summary>The statements of a trim, run one after the other in one transaction.</summary>
internal sealed class TrimSql(FeedSql names)
{
    public string Lock { get; } = $"SELECT feed_id, seq, floor_seq FROM {names.Heads} WHERE name = $1 FOR NO KEY UPDATE";

    /// <summary>Parameters: feed, time, number.</summary>
    public string Forget { get; } = $"""
        WITH gone AS (
            DELETE FROM {names.Trimmed} t USING (
                SELECT o.seq FROM (SELECT seq, ts_ms FROM {names.Trimmed} WHERE feed_id = $1 ORDER BY seq LIMIT $3) o WHERE o.ts_ms < $2) o
            WHERE t.feed_id = $1 AND t.seq = o.seq RETURNING t.event_id, t.seq),
        ids AS (DELETE FROM {names.Ids} i USING gone WHERE i.feed_id = $1 AND i.event_id = gone.event_id AND i.seq = gone.seq)
        SELECT count(*) FROM gone
        """;

    /// <summary>Parameters: feed, position.</summary>
    public string MoveFloor { get; } = $"UPDATE {names.Heads} SET floor_seq = $2 WHERE feed_id = $1";

    /// <summary>Parameters: feed, position.</summary>
    public string Remove { get; } = $"""
        WITH gone AS (DELETE FROM {names.Events} WHERE feed_id = $1 AND seq <= $2 RETURNING seq, event_id, ts_ms),
        kept AS (INSERT INTO {names.Trimmed}(feed_id, seq, event_id, ts_ms) SELECT $1, seq, event_id, ts_ms FROM gone)
        SELECT count(*) FROM gone
        """;
}
