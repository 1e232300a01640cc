namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// What is inserted when a single event is appended: what most appends are, for half of what the statement for several costs the server.
/// </summary>
internal sealed class SingleSql(FeedSql names)
{
    private readonly string _any = Statement(names, "SELECT feed_id, seq + 1 AS seq, ts_ms FROM head", "SELECT NULL::bigint AS seq, NULL::bigint AS ts_ms");

    private readonly string _new = Statement(
        names,
        $"INSERT INTO {names.Ids}(feed_id, event_id, seq, ts_ms) SELECT feed_id, $4, seq + 1, ts_ms FROM head ON CONFLICT DO NOTHING RETURNING feed_id, seq, ts_ms",
        $"SELECT i.seq, i.ts_ms FROM {names.Ids} i WHERE f.seq IS NULL AND i.feed_id = head.feed_id AND i.event_id = $4 LIMIT 1");

    /// <summary>Parameters: feed, latest time, time instead, id, type, subject, producer's time, data. Of an id that is known nothing is stored, and where it is is told.</summary>
    public string For(bool checkIds) => checkIds ? _new : _any;

    private static string Statement(FeedSql names, string fresh, string known) => $"""
        WITH head AS MATERIALIZED ({AppendSql.Head(names)}),
        fresh AS ({fresh}),
        event AS (
            INSERT INTO {names.Events}(feed_id, {FeedSql.Event}) SELECT feed_id, seq, ts_ms, $4, $5, $6, $7, $8 FROM fresh),
        moved AS (
            UPDATE {names.Heads} h SET seq = f.seq, ts_ms = f.ts_ms, last_id = $4 FROM fresh f WHERE h.feed_id = f.feed_id)
        SELECT head.now_ms, f.seq IS NOT NULL, coalesce(f.seq, k.seq), coalesce(f.ts_ms, k.ts_ms)
        FROM head LEFT JOIN fresh f ON true LEFT JOIN LATERAL ({known}) k ON true
        """;
}
