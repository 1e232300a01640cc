using System.Data;
using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class TransactionTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public async Task Append_UnderAStrictLevelAfterAnotherCommit_FailsToBeRetried(IsolationLevel level)
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", [Feeds.Event("first")], Feeds.Cancellation);
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(level, Feeds.Cancellation))
        {
            await using var look = new NpgsqlCommand("SELECT count(*) FROM feed_events", connection);
            await look.ExecuteScalarAsync(Feeds.Cancellation);
            await node.Feed.AppendAsync("f", [Feeds.Event("between")], Feeds.Cancellation);

            var exception = await Assert.ThrowsAsync<PostgresException>(() =>
                node.Feed.AppendAsync(transaction, "f", [Feeds.Event("late")], Feeds.Cancellation).AsTask());
            Assert.Equal(PostgresErrorCodes.SerializationFailure, exception.SqlState);
            Assert.True(exception.IsTransient);
        }

        await using (var again = await connection.BeginTransactionAsync(level, Feeds.Cancellation))
        {
            await node.Feed.AppendAsync(again, "f", [Feeds.Event("late")], Feeds.Cancellation);
            await again.CommitAsync(Feeds.Cancellation);
        }

        Assert.Equal(["first", "between", "late"], (await node.Feed.ReadAllAsync("f")).Select(e => e.Id));
    }

    [Fact]
    public async Task Append_InATransactionRolledBack_NeverWas()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", [Feeds.Event("first")], Feeds.Cancellation);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => node.Database.WriteAsync<int>(async (transaction, token) =>
        {
            await node.Feed.AppendAsync(transaction, "f", [Feeds.Event("undone")], token);
            throw new TimeZoneNotFoundException();
        }, Feeds.Cancellation).AsTask());

        var next = await node.Feed.AppendAsync("f", [Feeds.Event("second")], Feeds.Cancellation);
        Assert.Equal(2, next[0].Sequence);
        Assert.Equal(["first", "second"], (await node.Feed.ReadAllAsync("f")).Select(e => e.Id));
    }

    [Fact]
    public async Task Append_BegunBeforeAndCommittedAfterAPage_IsOnTheNextPage()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", [Feeds.Event("first")], Feeds.Cancellation);
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Feeds.Cancellation);
        await node.Feed.AppendAsync(transaction, "f", [Feeds.Event("slow")], Feeds.Cancellation);
        var waiting = node.Feed.AppendAsync("f", [Feeds.Event("waits")], Feeds.Cancellation).AsTask();

        var before = await node.Feed.ReadAsync("f", new FeedQuery(), Feeds.Cancellation);
        Assert.Equal("first", Assert.Single(before.Events).Id);
        Assert.False(waiting.IsCompleted);
        await transaction.CommitAsync(Feeds.Cancellation);
        await waiting;
        var after = await node.Feed.ReadAsync("f", new FeedQuery { Cursor = before.Next }, Feeds.Cancellation);
        Assert.Equal(["slow", "waits"], after.Events.Select(e => e.Id));
    }

    [Fact]
    public async Task Writes_ThatLockTwoFeedsCrosswise_AreTriedAgainAndAllHappen()
    {
        await using var node = new PostgresNode(await postgres.CreateDatabaseAsync());
        await node.Feed.AppendAsync("a", [Feeds.Event("first")], Feeds.Cancellation);
        await node.Feed.AppendAsync("b", [Feeds.Event("first")], Feeds.Cancellation);
        using var both = new Barrier(2);
        await Task.WhenAll(WriteAsync("a", "b"), WriteAsync("b", "a"));

        Assert.Equal(3, (await node.Feed.ReadAllAsync("a")).Count);
        Assert.Equal(3, (await node.Feed.ReadAllAsync("b")).Count);

        Task WriteAsync(string one, string other)
        {
            var first = true;
            return Task.Run(async () => await node.Database.WriteAsync(async (transaction, token) =>
            {
                await node.Feed.AppendAsync(transaction, one, [Feeds.Event($"{one}{other}")], token);
                if (first)
                {
                    first = false;
                    both.SignalAndWait(TimeSpan.FromSeconds(10), token);
                }

                return await node.Feed.AppendAsync(transaction, other, [Feeds.Event($"{one}{other}")], token);
            }, Feeds.Cancellation));
        }
    }
}
