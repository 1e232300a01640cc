namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// The statements of an append, sent together. The first locks the head, in a statement of its own: under READ COMMITTED the second then
/// sees all that was committed before the lock was had, and under a stricter level a head that moved is a serialization failure.
/// </summary>
internal sealed class AppendSql(FeedSql names)
{
    // Tells the second statement which head the first has locked: one that was made in between must not be taken without its lock.
    private const string Locked = "investigations.feed_locked";

    // To plan the second statement takes longer than to run it, and the number of events makes no difference to the plan once tables that have
    // not been analyzed yet cannot be read as a whole: so one plan serves all. The settings end with the transaction.
    private const string KeepPlan = "set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)";

    /// <summary>In a transaction that is not ours and goes on with the caller's statements. Parameters: feed.</summary>
    public string Lock { get; } = LockWith(names);

    /// <summary>The same where the transaction is the two statements. Parameters: feed.</summary>
    public string LockAlone { get; } = LockWith(names, $", {KeepPlan}");

    /// <summary>Parameters: feed.</summary>
    public string CreateHead { get; } = $"INSERT INTO {names.Heads}(name) VALUES ($1) ON CONFLICT DO NOTHING";

    /// <summary>Parameters: feed, latest time, time instead, ids, types, subjects, producers' times, data.</summary>
    public string Insert { get; } = Statement(names, checkIds: false);

    /// <summary>The same, and looks up ids.</summary>
    public string InsertNew { get; } = Statement(names, checkIds: true);

    /// <summary>The locked head, and the time of what comes next. Parameters: feed, latest time, time instead.</summary>
    public static string Head(FeedSql names) => $"""
        SELECT h.feed_id, h.seq, c.now_ms, greatest(h.ts_ms, CASE WHEN c.now_ms > $2 THEN $3 ELSE c.now_ms END) AS ts_ms
        FROM {names.Heads} h, (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms) c
        WHERE h.name = $1 AND h.feed_id::text = current_setting('{Locked}', true)
        """;

    private static string LockWith(FeedSql names, string more = "") =>
        $"SELECT set_config('{Locked}', feed_id::text, true){more} FROM {names.Heads} WHERE name = $1 FOR NO KEY UPDATE";

    // LIMIT 1 keeps the planner from joining ids as a whole, whatever it believes about their number.
    private static string Statement(FeedSql names, bool checkIds) => $"""
        WITH head AS MATERIALIZED ({Head(names)}),
        sent AS MATERIALIZED (
            SELECT u.*, head.feed_id, {(checkIds ? "k.seq AS known, k.ts_ms AS known_ms" : "NULL::bigint AS known, NULL::bigint AS known_ms")}
            FROM head, unnest($4, $5, $6, $7, $8) WITH ORDINALITY AS u(event_id, type, subject, occurred_ms, data, number)
            {(checkIds ? $"LEFT JOIN LATERAL (SELECT i.seq, i.ts_ms FROM {names.Ids} i WHERE i.feed_id = (SELECT feed_id FROM head) AND i.event_id = u.event_id LIMIT 1) k ON true" : "")}),
        fresh AS MATERIALIZED (
            SELECT s.*, head.seq + row_number() OVER (ORDER BY s.number) AS seq, head.ts_ms
            FROM sent s, head WHERE s.known IS NULL),
        events AS (
            INSERT INTO {names.Events}(feed_id, {FeedSql.Event}) SELECT feed_id, {FeedSql.Event} FROM fresh ORDER BY seq),
        {(checkIds ? $"ids AS (INSERT INTO {names.Ids}(feed_id, event_id, seq, ts_ms) SELECT feed_id, event_id, seq, ts_ms FROM fresh)," : "")}
        moved AS (
            UPDATE {names.Heads} h SET seq = l.seq, ts_ms = l.ts_ms, last_id = l.event_id
            FROM (SELECT feed_id, seq, ts_ms, event_id FROM fresh ORDER BY seq DESC LIMIT 1) l WHERE h.feed_id = l.feed_id)
        SELECT s.number, s.known IS NULL, coalesce(s.known, f.seq), coalesce(s.known_ms, f.ts_ms), head.now_ms
        FROM head, sent s LEFT JOIN fresh f ON f.number = s.number
        """;
}
