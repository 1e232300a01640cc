using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

/// <summary>Transactions that write and stay open hold up those who wait for a transaction id; a feed has no need of one.</summary>
[Collection(PrivatePostgres.Name)]
public sealed class OpenTransactionTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task WriteTransaction_OpenInTheSameDatabase_DelaysNoReader()
    {
        var database = await (await postgres.GetAsync()).CreateDatabaseAsync(Feeds.Cancellation);
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("other", Feeds.Events(1), Feeds.Cancellation);
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Feeds.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Feeds.Cancellation);
        await node.Feed.AppendAsync(transaction, "other", Feeds.Events(3, "open"), Feeds.Cancellation);

        await ReadsAtOnceAsync(node);
        Assert.Single(await node.Feed.ReadAllAsync("other"));
    }

    [Fact]
    public async Task WriteTransaction_PreparedAndForgotten_DelaysNoReader()
    {
        var database = await (await postgres.GetAsync()).CreateDatabaseAsync(Feeds.Cancellation);
        await Sql.ExecuteAsync(database, "BEGIN; CREATE TABLE held(n int); PREPARE TRANSACTION 'forgotten'");
        await using var node = new PostgresNode(database);
        await ReadsAtOnceAsync(node);
        await Sql.ExecuteAsync(database, "ROLLBACK PREPARED 'forgotten'");
    }

    [Fact]
    public async Task WriteTransaction_OpenInAnotherDatabase_DelaysNoReader()
    {
        await using var other = NpgsqlDataSource.Create(await (await postgres.GetAsync()).CreateDatabaseAsync(Feeds.Cancellation));
        await using var connection = await other.OpenConnectionAsync(Feeds.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Feeds.Cancellation);
        await using var write = new NpgsqlCommand("CREATE TABLE held(n int)", connection);
        await write.ExecuteNonQueryAsync(Feeds.Cancellation);

        await using var node = new PostgresNode(await (await postgres.GetAsync()).CreateDatabaseAsync(Feeds.Cancellation));
        await ReadsAtOnceAsync(node);
    }

    private static async Task ReadsAtOnceAsync(PostgresNode node)
    {
        var (cursor, before) = ((string?)null, 0);
        for (var i = 0; i < 5; i++)
        {
            await node.Feed.AppendAsync("f", Feeds.Events(2, $"{i}-"), Feeds.Cancellation);
            var page = await node.Feed.ReadAsync("f", new FeedQuery { Cursor = cursor }, Feeds.Cancellation);
            Assert.Equal([$"{i}-1", $"{i}-2"], page.Events.Select(static item => item.Id));
            (cursor, before) = (page.Next, before + 2);
        }

        Assert.Equal(before, (await node.Feed.GetHeadAsync("f", Feeds.Cancellation)).Sequence);
    }
}
