using System.Text.RegularExpressions;
using Investigations.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>The plan of the statement that pages are really read with: as planned for its values, and as a prepared statement keeps it for any.</summary>
public sealed partial class PlanTests(PostgresFixture postgres)
{
    private const int Limit = 100;
    private const int Scan = 5_000;
    private const string One = "append(text, bigint, bigint, text, text, text, bigint, bytea)";
    private const string OneValues = "'id', 'x', NULL, NULL, ''";
    private const string Several = "append(text, bigint, bigint, text[], text[], text[], bigint[], bytea[])";
    private const string SeveralValues = "ARRAY['id'], ARRAY['x'], ARRAY[NULL], ARRAY[NULL]::bigint[], ARRAY['']::bytea[]";

    private static readonly StoreRead All = new() { Feed = "f", After = 0, Limit = Limit, MaxScan = Scan };

    private static readonly StoreRead[] Reads =
    [
        All, All with { Types = ["x"] }, All with { Types = ["seldom", "never"] }, All with { Subject = "s7" }, All with { Subject = "s7", Types = ["x"] },
        All with { Subject = "none" },
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task Page_OnAnyTable_SeeksAndNeitherSortsNorFilters(int events)
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("other", [Feeds.Event("other")], Feeds.Cancellation);
        await Sql.ExecuteAsync(database, $"""
            ALTER TABLE feed_events SET (autovacuum_enabled = off);
            INSERT INTO feed_heads(name, seq, ts_ms, last_id) VALUES ('f', {events}, 1, 'e');
            INSERT INTO feed_events SELECT (SELECT feed_id FROM feed_heads WHERE name = 'f'), n, 1, 'e' || n,
                CASE WHEN n % 1000 = 0 THEN 'seldom' ELSE 'x' END, CASE n % 2 WHEN 0 THEN 's' || (n % 100 + 1) END, NULL, '' FROM generate_series(1, {events}) n
            """);
        await PlansAsync(database, node, events);
        await Sql.ExecuteAsync(database, "VACUUM ANALYZE");
        await PlansAsync(database, node, events);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task Append_OnTablesThatWereNeverAnalyzed_LooksUpByIndex(int ids)
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", [Feeds.Event("first")], Feeds.Cancellation);
        await Sql.ExecuteAsync(database, $"""
            ALTER TABLE feed_ids SET (autovacuum_enabled = off);
            INSERT INTO feed_ids SELECT (SELECT feed_id FROM feed_heads WHERE name = 'f'), 'e' || n, n, 1 FROM generate_series(1, {ids}) n
            """);
        var names = new FeedSql(node.Get<IOptions<PostgreSqlFeedOptions>>().Value);
        var (sql, single) = (new AppendSql(names), new SingleSql(names));
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        foreach (var (statement, name, values) in ((string, string, string)[])
            [
                (sql.InsertNew, Several, SeveralValues), (sql.Insert, Several, SeveralValues),
                (single.For(checkIds: true), One, OneValues), (single.For(checkIds: false), One, OneValues),
            ])
        {
            await using var transaction = await connection.BeginTransactionAsync(Feeds.Cancellation);
            await using var explain = new NpgsqlCommand($"""
                {sql.LockAlone.Replace("$1", "'f'", StringComparison.Ordinal)};
                PREPARE {name} AS {statement};
                EXPLAIN (COSTS OFF) EXECUTE append('f', 1, 1, {values});
                DEALLOCATE append
                """, connection);
            await using var rows = await explain.ExecuteReaderAsync(Feeds.Cancellation);
            await rows.NextResultAsync(Feeds.Cancellation);
            var plan = await LinesAsync(rows);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            Assert.Contains("Index Scan using feed_heads_name_key", plan, StringComparison.Ordinal);
            Assert.Equal(statement == sql.InsertNew || statement == single.For(checkIds: true), plan.Contains("Index Scan using feed_ids_pkey", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Append_OnAConnectionThatIsUsedAgain_LeavesNoSettingBehind()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var source = FeedDataSource.Build($"{database};Maximum Pool Size=1", pooling: null);
        var services = new ServiceCollection();
        services.AddEventFeed().UsePostgreSql(source, static o => o.Notify = false);
        await using var provider = services.BuildServiceProvider();
        var feed = provider.GetRequiredService<IEventFeed>();
        await feed.AppendAsync("f", [Feeds.Event("first")], Feeds.Cancellation);
        await feed.AppendAsync("f", [Feeds.Event("second")], Feeds.Cancellation);
        Assert.Equal(2, (await feed.ReadAsync("f", new FeedQuery(), Feeds.Cancellation)).Events.Count);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        await using var settings = new NpgsqlCommand(
            "SELECT string_agg(current_setting(s), ' ') FROM unnest(ARRAY['plan_cache_mode', 'enable_seqscan', 'enable_sort', 'enable_bitmapscan']) s", connection);
        Assert.Equal("auto on on on", await settings.ExecuteScalarAsync(Feeds.Cancellation));
    }

    private static async Task PlansAsync(string database, PostgresNode node, int events)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        var reader = new FeedPageReader(new FeedSql(node.Get<IOptions<PostgreSqlFeedOptions>>().Value), prepare: false);
        foreach (var mode in (string[])["custom", "generic"])
        {
            foreach (var read in Reads)
            {
                foreach (var after in (long[])[0, events / 2, events])
                {
                    var scan = read.Types.Count == 0 ? Limit : Scan;
                    Check(await ExplainAsync(connection, reader, read with { After = after }, scan, mode), read, scan);
                }
            }
        }
    }

    private static void Check(string plan, StoreRead read, int scan)
    {
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Bitmap", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on feed_events", plan, StringComparison.Ordinal);
        Assert.Contains($"Index Scan using feed_events_{(read.Subject is null ? "pkey" : "subject")} on feed_events e", plan, StringComparison.Ordinal);

        // The anchor is looked up once, not for each event.
        Assert.DoesNotMatch(RepeatedAnchor(), plan);

        // What a type leaves out is looked at within the bound of the scan, and above the index; nothing else is looked at in vain.
        Assert.InRange(RemovedRows().Matches(plan).Sum(static match => int.Parse(match.Groups[1].ValueSpan, provider: null)), 0, read.Types.Count == 0 ? 0 : scan);
        Assert.All(Rows().Matches(plan), match => Assert.InRange(int.Parse(match.Groups[1].ValueSpan, provider: null), 0, scan));
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, FeedPageReader reader, StoreRead read, int scan, string mode)
    {
        await using var batch = reader.Batch(connection, read, read.After, scan, 10);
        await using var transaction = await connection.BeginTransactionAsync(Feeds.Cancellation);
        var types = string.Join(',', read.Types.Select(static type => $"'{type}'"));
        await using var explain = new NpgsqlCommand($"""
            {batch.BatchCommands[0].CommandText};
            SET LOCAL plan_cache_mode = force_{mode}_plan;
            PREPARE page(text, bigint, bigint, bigint, bigint, bigint, text[], text) AS {batch.BatchCommands[1].CommandText};
            EXPLAIN (ANALYZE, COSTS OFF) EXECUTE page('f', {read.After}, {read.After}, {scan}, {read.MaxBytes}, {read.Limit},
                ARRAY[{types}]::text[], {(read.Subject is null ? "NULL" : $"'{read.Subject}'")});
            DEALLOCATE page
            """, connection);
        await using var rows = await explain.ExecuteReaderAsync(Feeds.Cancellation);
        while (rows.GetName(0) != "QUERY PLAN")
        {
            await rows.NextResultAsync(Feeds.Cancellation);
        }

        return await LinesAsync(rows);
    }

    private static async Task<string> LinesAsync(NpgsqlDataReader rows)
    {
        var lines = new List<string>();
        while (await rows.ReadAsync(Feeds.Cancellation))
        {
            lines.Add(rows.GetString(0));
        }

        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"on feed_events a \(actual .* loops=(?!1\))")]
    private static partial Regex RepeatedAnchor();

    [GeneratedRegex(@"Rows Removed by [\w ]+: (\d+)")]
    private static partial Regex RemovedRows();

    [GeneratedRegex(@"actual time=\S+ rows=(\d+)")]
    private static partial Regex Rows();
}
