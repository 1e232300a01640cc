namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// The statements that read pages. Head, anchor and events come from one statement, so from one snapshot: a page never straddles an
/// append or a trim. The head is one row, so that the join keeps the order of the events.
/// </summary>
internal sealed class PageSql(FeedSql names)
{
    /// <summary>
    /// Until a table that grows fast is analyzed, the planner takes a feed for a few rows and would fetch and sort them all for each
    /// page. With that excluded the parameters make no difference to the plan, and one plan serves them all. This holds for the rest of the
    /// transaction, which is no longer than the batch.
    /// </summary>
    public const string ByIndex =
        "SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true), "
        + "set_config('plan_cache_mode', 'force_generic_plan', true)";

    private const string Columns = "e.seq, e.ts_ms, e.event_id, e.type, e.subject, e.occurred_ms";
    private const string AllTypes = "true";
    private const string SomeTypes = "e.type = ANY($7)";

    private readonly string _all = Page(names, "", AllTypes);
    private readonly string _types = Page(names, "", SomeTypes);
    private readonly string _subject = Page(names, "AND e.subject = $8", AllTypes);
    private readonly string _subjectTypes = Page(names, "AND e.subject = $8", SomeTypes);

    /// <summary>Parameters: feed, anchor, after, scan, bytes, limit, types, subject.</summary>
    public string For(bool types, bool subject) => (types, subject) switch
    {
        (false, false) => _all,
        (true, false) => _types,
        (false, true) => _subject,
        _ => _subjectTypes,
    };

    /// <summary>
    /// Finds the last position before a time by halving: times never decrease along the positions, so no index on them is
    /// needed, and a million events take twenty looks.
    /// </summary>
    public string LastBefore { get; } = $"""
        WITH RECURSIVE head AS (SELECT feed_id, seq, floor_seq FROM {names.Heads} WHERE name = $1),
        look(low, high) AS (
            SELECT floor_seq + 1, seq + 1 FROM head
            UNION ALL
            SELECT CASE WHEN e.ts_ms < $2 THEN e.seq + 1 ELSE l.low END, CASE WHEN e.ts_ms < $2 THEN l.high ELSE l.middle END
            FROM (SELECT low, high, low + (high - low) / 2 AS middle FROM look WHERE low < high) l
            LEFT JOIN LATERAL (
                SELECT e.seq, e.ts_ms FROM {names.Events} e
                WHERE e.feed_id = (SELECT feed_id FROM head) AND e.seq >= l.middle ORDER BY e.seq LIMIT 1) e ON true)
        SELECT max(low) - 1 FROM look
        """;

    // The head is materialized, else its anchor would be looked up again for every event of the page.
    // The sums stop data that a page cannot hold from being sent at all; the reader counts exactly.
    private static string Page(FeedSql names, string subject, string hit) => $"""
        WITH head AS MATERIALIZED (
            SELECT m.value, h.feed_id, h.seq, h.ts_ms, h.last_id, h.floor_seq,
                CASE WHEN h.seq = $2 THEN h.last_id
                    ELSE (SELECT a.event_id FROM {names.Events} a WHERE a.feed_id = h.feed_id AND a.seq = $2) END AS anchor
            FROM {names.Meta} m
            LEFT JOIN {names.Heads} h ON h.name = $1
            WHERE m.name = 'epoch')
        SELECT h.value, h.seq, h.ts_ms, h.last_id, h.floor_seq, h.anchor,
            p.seq, p.ts_ms, p.event_id, p.type, p.subject, p.occurred_ms, p.data, p.number
        FROM head h
        LEFT JOIN LATERAL (
            SELECT {Columns}, CASE WHEN e.hit THEN e.data END AS data, e.number
            FROM (
                SELECT {Columns}, e.data, e.hit, row_number() OVER w AS number,
                    sum(CASE WHEN e.hit THEN octet_length(e.data) ELSE 0 END) OVER w - octet_length(e.data) AS before
                FROM (
                    SELECT {Columns}, e.data, {hit} AS hit FROM {names.Events} e
                    WHERE e.feed_id = h.feed_id {subject} AND e.seq > $3 ORDER BY e.seq LIMIT $4) e
                WINDOW w AS (ORDER BY e.seq ROWS UNBOUNDED PRECEDING)) e
            WHERE (e.hit AND e.before < $5) OR e.number = $4
            LIMIT $6) p ON true
        """;
}
