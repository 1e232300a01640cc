using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class QueryPlanTests : IDisposable
{
    private static readonly FeedSql Sql = new("feed_");

    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1_000_000, false)]
    [InlineData(1_000_000, true)]
    public async Task Plan_OfEveryRead_IsASeekWithoutSorting(int rows, bool analyzed)
    {
        await using var node = new SqliteNode(_file.Path, sqlite: static o => o.Synchronous = SqliteSynchronous.Normal);
        await node.Database.WriteAsync(transaction => Fill(transaction.Connection!, rows, analyzed), Cancellation);
        await node.Database.ReadAsync(
            static connection =>
            {
                Expect(connection, Sql.SelectPage, "SEARCH feed_events USING PRIMARY KEY (feed_id=? AND seq>?)");
                Expect(connection, Sql.SelectSubjectPage, "SEARCH feed_events USING INDEX feed_events_subject (feed_id=? AND subject=? AND seq>?)");
                Expect(connection, Sql.SelectTimeFrom, "SEARCH feed_events USING PRIMARY KEY (feed_id=? AND seq>?)");
                Expect(connection, Sql.SelectEvent, "SEARCH feed_events USING PRIMARY KEY (feed_id=? AND seq=?)");
                Expect(connection, Sql.SelectAnchor, "SEARCH feed_events USING PRIMARY KEY (feed_id=? AND seq=?)");
                Expect(connection, Sql.SelectId, "SEARCH feed_ids USING PRIMARY KEY (feed_id=? AND event_id=?)");
                Expect(connection, Sql.SelectHead, "SEARCH feed_heads USING INDEX sqlite_autoindex_feed_heads_1 (name=?)");
                Expect(connection, Sql.DeleteEvents, "SEARCH feed_events USING PRIMARY KEY (feed_id=? AND seq<?)");
                return 0;
            }, Cancellation);
    }

    private static int Fill(SqliteConnection connection, int rows, bool analyze)
    {
        connection.Execute($"INSERT INTO feed_heads(name, seq, ts_ms, floor_seq) VALUES ('a', {rows}, 1, 0)");
        connection.Execute(
            $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
            + "INSERT INTO feed_events(feed_id, seq, ts_ms, event_id, type, subject, data) "
            + $"SELECT 1, i, 1, 'e' || i, 'x', CASE i % 2 WHEN 0 THEN 's' || (i % 100) END, x'7b7d' FROM n WHERE {rows} > 0");
        return analyze ? connection.Execute("ANALYZE") : 0;
    }

    private static void Expect(SqliteConnection connection, string sql, string plan)
    {
        using var command = connection.Command($"EXPLAIN QUERY PLAN {sql}");
        foreach (var name in (string[])["@feed", "@after", "@count", "@subject", "@seq", "@id", "@name", "@to"])
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(name, 1);
            }
        }

        using var rows = command.ExecuteReader();
        var steps = new List<string>();
        while (rows.Read())
        {
            steps.Add(rows.GetString(3));
        }

        Assert.Equal([plan], steps);
        Assert.DoesNotContain("OFFSET", sql, StringComparison.OrdinalIgnoreCase);
    }
}
