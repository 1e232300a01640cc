using Investigations.EventFeed.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>Behind a pooler that lends connections by the transaction, set up as the package's page says, a store does all that it does without one.</summary>
public sealed class PoolerTests(TransactionPooler pooler) : EventFeedStoreConformance, IClassFixture<TransactionPooler>
{
    public static TheoryData<string> Cases => [.. CaseNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store(string name) => RunAsync(name, TestContext.Current.CancellationToken);

    /// <summary>On a real clock: the nodes hear of each other by polling. The bound is generous.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Nodes_SharingTwoConnections_AppendFollowAndTakePartInTransactions()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (pooled, direct) = await pooler.CreateDatabaseAsync();
        PostgresNode[] nodes = [Open(pooled), Open(pooled), Open(pooled)];
        var follower = nodes[0];
        string[] expected =
        [
            .. Feeds.Events(60, "one-").Concat(Feeds.Events(FeedAppender.BulkFrom, "large-")).Concat(Feeds.Events(60, "own-")).Select(static item => item.Id!).Order(),
        ];
        var (tailed, polled) = (TailAsync(follower, expected.Length), PollAsync(follower, expected.Length));

        await Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var item in Feeds.Events(60, "one-"))
                {
                    await nodes[1].Feed.AppendAsync("f", [item], cancellation);
                }
            }, cancellation),
            Task.Run(async () => await nodes[1].Feed.AppendAsync("f", Feeds.Events(FeedAppender.BulkFrom, "large-"), cancellation), cancellation),
            Task.Run(async () =>
            {
                foreach (var item in Feeds.Events(60, "own-"))
                {
                    await nodes[2].AppendSlowlyAsync("f", [item], TimeSpan.FromMilliseconds(5), rollBack: false, cancellation);
                    await nodes[2].AppendSlowlyAsync("f", Feeds.Events(1, "never-"), TimeSpan.Zero, rollBack: true, cancellation);
                }
            }, cancellation));

        Assert.Equal(expected, (await tailed).Order());
        Assert.Equal(expected, (await polled).Order());
        Assert.Equal(AppendOutcome.Duplicate, (await nodes[2].Feed.AppendAsync("f", Feeds.Events(1, "one-"), cancellation))[0].Outcome);
        Assert.InRange(await ConnectionsAsync(direct), 1, TransactionPooler.Connections);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task PrepareStatements_LeftOn_IsUnavailableAndNamesTheSetting()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (pooled, _) = await pooler.CreateDatabaseAsync();
        await using var one = Open(pooled, prepare: true);
        await using var two = Open(pooled, prepare: true);
        var exception = await Assert.ThrowsAsync<FeedUnavailableException>(async () =>
        {
            for (var i = 0; ; i++)
            {
                await one.Feed.AppendAsync("f", Feeds.Events(1, $"one-{i}-"), cancellation);
                await two.Feed.AppendAsync("f", Feeds.Events(1, $"two-{i}-"), cancellation);
            }
        });
        Assert.Contains("PrepareStatements must be off", exception.Message, StringComparison.Ordinal);
    }

    protected override async ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken)
    {
        var (pooled, _) = await pooler.CreateDatabaseAsync();
        PostgresNode[] nodes = [Open(pooled), Open(pooled)];
        return new ConformanceStore([.. nodes.Select(static node => node.Store)], async () =>
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        });
    }

    private static PostgresNode Open(string database, bool prepare = false) =>
        new(database, postgres: o => (o.Notify, o.PrepareStatements) = (false, prepare), configure: static o => o.HeadPollInterval = TimeSpan.FromMilliseconds(50));

    private static async Task<List<string>> TailAsync(PostgresNode node, int count)
    {
        var seen = new List<string>();
        await foreach (var item in node.Feed.TailAsync("f", new FeedQuery(), Feeds.Cancellation))
        {
            seen.Add(item.Event.Id);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }

    private static async Task<List<string>> PollAsync(PostgresNode node, int count)
    {
        var (seen, cursor) = (new List<string>(), (string?)null);
        while (seen.Count < count)
        {
            var page = await node.Feed.ReadAsync("f", new FeedQuery { Cursor = cursor, Limit = 7, Wait = TimeSpan.FromSeconds(5) }, Feeds.Cancellation);
            seen.AddRange(page.Events.Select(static item => item.Id));
            cursor = page.Next;
        }

        return seen;
    }

    private static async Task<long> ConnectionsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
        return (long)(await count.ExecuteScalarAsync(Feeds.Cancellation))!;
    }
}
