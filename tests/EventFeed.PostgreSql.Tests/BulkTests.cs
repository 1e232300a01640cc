using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>Batches so large that they are copied.</summary>
public sealed class BulkTests(PostgresFixture postgres)
{
    private const int Large = FeedAppender.BulkFrom;

    [Fact]
    public async Task LargeBatches_AmongSmallOnesOnTwoNodes_KeepOneOrder()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = new PostgresNode(database);
        await using var two = new PostgresNode(database);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
            {
                var feed = (task % 2 == 0 ? one : two).Feed;
                var count = (task + i) % 3 == 0 ? Large : 3;
                var results = await feed.AppendAsync("f", Feeds.Events(count, $"{task}-{i}-"), Feeds.Cancellation);
                Assert.Equal(Enumerable.Range(0, count).Select(n => results[0].Sequence + n), results.Select(static result => result.Sequence));
            }
        })));

        var events = await one.Feed.ReadAllAsync("f");
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static n => (long)n), events.Select(static item => item.Sequence));
        Assert.Equal(events.OrderBy(static item => item.Timestamp).ThenBy(static item => item.Sequence), events);
    }

    [Fact]
    public async Task LargeBatch_InATransaction_IsThereAfterItsCommitOrNeverWas()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.AppendSlowlyAsync("f", Feeds.Events(Large, "undone"), TimeSpan.Zero, rollBack: true, Feeds.Cancellation);
        Assert.Empty(await node.Feed.ReadAllAsync("f"));
        await node.AppendSlowlyAsync("f", Feeds.Events(Large), TimeSpan.Zero, rollBack: false, Feeds.Cancellation);
        Assert.Equal(Large, (await node.Feed.ReadAllAsync("f")).Count);
    }

    [Fact]
    public async Task LargeBatch_SentAgain_ChangesNothing()
    {
        await using var node = new PostgresNode(await postgres.CreateDatabaseAsync());
        var first = await node.Feed.AppendAsync("f", Feeds.Events(Large), Feeds.Cancellation);
        var head = await node.Feed.GetHeadAsync("f", Feeds.Cancellation);
        var again = await node.Feed.AppendAsync("f", Feeds.Events(Large), Feeds.Cancellation);

        Assert.Equal(first.Select(static result => result with { Outcome = AppendOutcome.Duplicate }), again);
        Assert.Equal(head, await node.Feed.GetHeadAsync("f", Feeds.Cancellation));
    }

    [Fact]
    public async Task LargeBatch_WithoutDedup_IsStoredEachTime()
    {
        await using var node = new PostgresNode(await postgres.CreateDatabaseAsync(), configure: static o => o.EnableDedup = false);
        await node.Feed.AppendAsync("f", Feeds.Events(Large), Feeds.Cancellation);
        await node.Feed.AppendAsync("f", Feeds.Events(Large), Feeds.Cancellation);
        Assert.Equal(2 * Large, (await node.Feed.ReadAllAsync("f")).Count);
    }

    [Fact]
    public async Task LargeBatch_UnderAStrictLevelAfterAnotherCommit_FailsToBeRetried()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", [Feeds.Event("first")], Feeds.Cancellation);
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Feeds.Cancellation);
        await using var look = new NpgsqlCommand("SELECT count(*) FROM feed_events", connection);
        await look.ExecuteScalarAsync(Feeds.Cancellation);
        await node.Feed.AppendAsync("f", [Feeds.Event("between")], Feeds.Cancellation);

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            node.Feed.AppendAsync(transaction, "f", Feeds.Events(Large), Feeds.Cancellation).AsTask());
        Assert.Equal(PostgresErrorCodes.SerializationFailure, refused.SqlState);
    }
}
