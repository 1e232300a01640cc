using Investigations.Testing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>The plan of the statement that pages are really read with.</summary>
public sealed class PlanTests(PostgresFixture postgres)
{
    public static TheoryData<int, bool> Tables => new()
    {
        { 0, false }, { 0, true }, { 10, false }, { 10, true }, { 20_000, false }, { 20_000, true },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Page_OnAnyTable_SeeksAndNeitherSortsNorFilters(int events, bool vacuumed)
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("other", [Feeds.Event("other")], Feeds.Cancellation);
        await using var source = NpgsqlDataSource.Create(database);
        await using (var fill = source.CreateCommand($"""
            INSERT INTO feed_heads(name, seq, ts_ms, last_id) VALUES ('f', {events}, 1, 'e');
            INSERT INTO feed_events SELECT (SELECT feed_id FROM feed_heads WHERE name = 'f'), n, 1, 'e' || n, 'x', NULL, NULL, '' FROM generate_series(1, {events}) n
            """))
        {
            await fill.ExecuteNonQueryAsync(Feeds.Cancellation);
        }

        if (vacuumed)
        {
            await using var vacuum = source.CreateCommand("VACUUM ANALYZE");
            await vacuum.ExecuteNonQueryAsync(Feeds.Cancellation);
        }

        foreach (var after in (long[])[0, events / 2, events])
        {
            var plan = await ExplainAsync(source, node, after);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Rows Removed", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on feed_events", plan, StringComparison.Ordinal);
            Assert.Contains("Index Scan using feed_events_pkey", plan, StringComparison.Ordinal);
        }
    }

    private static async Task<string> ExplainAsync(NpgsqlDataSource source, PostgresNode node, long after)
    {
        var reader = new FeedPageReader(new FeedSql(node.Get<IOptions<PostgreSqlFeedOptions>>().Value));
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        await using var batch = reader.Batch(connection, new StoreRead { Feed = "f", After = after, Limit = 100 }, after, 100, 10);
        batch.BatchCommands[1].CommandText = $"EXPLAIN (ANALYZE, COSTS OFF) {batch.BatchCommands[1].CommandText}";
        await using var rows = await batch.ExecuteReaderAsync(Feeds.Cancellation);
        await rows.NextResultAsync(Feeds.Cancellation);
        var lines = new List<string>();
        while (await rows.ReadAsync(Feeds.Cancellation))
        {
            lines.Add(rows.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
