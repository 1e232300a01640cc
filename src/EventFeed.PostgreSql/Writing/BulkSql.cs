namespace Investigations.EventFeed.PostgreSql;

/// <summary>The statements of a large append, run one after the other in one transaction.</summary>
internal sealed class BulkSql(FeedSql names)
{
    /// <summary>Parameters: feed.</summary>
    public string Lock { get; } =
        $"SELECT feed_id, seq, ts_ms, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM {names.Heads} WHERE name = $1 FOR NO KEY UPDATE";

    /// <summary>Parameters: feed's id, ids. LIMIT 1 keeps the planner from joining ids as a whole, whatever it believes about their number.</summary>
    public string SelectKnown { get; } = $"""
        SELECT u.number, k.seq, k.ts_ms FROM unnest($2) WITH ORDINALITY AS u(event_id, number)
        CROSS JOIN LATERAL (SELECT i.seq, i.ts_ms FROM {names.Ids} i WHERE i.feed_id = $1 AND i.event_id = u.event_id LIMIT 1) k
        """;

    public string CopyEvents { get; } = $"COPY {names.Events}(feed_id, {FeedSql.Event}) FROM STDIN (FORMAT BINARY)";

    public string CopyIds { get; } = $"COPY {names.Ids}(feed_id, event_id, seq, ts_ms) FROM STDIN (FORMAT BINARY)";

    /// <summary>Parameters: feed's id, position, time, id.</summary>
    public string MoveHead { get; } = $"UPDATE {names.Heads} SET seq = $2, ts_ms = $3, last_id = $4 WHERE feed_id = $1";
}
