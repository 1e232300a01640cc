using Investigations.Testing;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class StartTests(PostgresFixture postgres)
{
    [Fact]
    public async Task FiveNodes_StartingAtOnce_MakeOneSetOfTables()
    {
        var database = await postgres.CreateDatabaseAsync();
        var nodes = Enumerable.Range(0, 5).Select(_ => new PostgresNode(database, postgres: o => o.Schema = "Feeds")).ToArray();
        var keys = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Store.GetCursorKeysAsync(Feeds.Cancellation).AsTask())));
        await Task.WhenAll(nodes.Select((node, i) => node.Feed.AppendAsync("f", [Feeds.Event($"{i}")], Feeds.Cancellation).AsTask()));

        Assert.Single(keys.Select(key => Assert.Single(key).Id).Distinct());
        Assert.Equal(5, (await nodes[0].Feed.ReadAllAsync("f")).Count);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Tables_OfAnotherSchemaOrPrefix_AreAnotherStore()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = new PostgresNode(database);
        await using var two = new PostgresNode(database, postgres: o => o.TablePrefix = "other_");
        await one.Feed.AppendAsync("f", Feeds.Events(2), Feeds.Cancellation);
        await two.Feed.AppendAsync("f", Feeds.Events(3), Feeds.Cancellation);

        Assert.Equal(2, (await one.Feed.ReadAllAsync("f")).Count);
        Assert.NotEqual((await one.Feed.GetHeadAsync("f", Feeds.Cancellation)).Epoch, (await two.Feed.GetHeadAsync("f", Feeds.Cancellation)).Epoch);
    }

    [Fact]
    public async Task Tables_ThatVanish_AreMadeAgainAsAnotherEpoch()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", Feeds.Events(2), Feeds.Cancellation);
        var cursor = (await node.Feed.ReadAsync("f", new FeedQuery(), Feeds.Cancellation)).Next;
        await Sql.ExecuteAsync(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");

        await node.Feed.AppendAsync("f", Feeds.Events(5), Feeds.Cancellation);
        var reset = await Assert.ThrowsAsync<FeedCursorException>(() => node.Feed.ReadAsync("f", new FeedQuery { Cursor = cursor }, Feeds.Cancellation).AsTask());
        Assert.Equal("feed_reset", reset.Code);
    }

    [Fact]
    public async Task Role_WithLeastRights_CanDoAllButChangeTables()
    {
        var database = await postgres.CreateDatabaseAsync();
        var role = $"app_{Guid.NewGuid():N}";
        await Sql.ExecuteAsync(database, PostgreSqlFeedSchema.Script());
        await Sql.ExecuteAsync(database, $"""
            CREATE ROLE {role} LOGIN;
            GRANT SELECT ON feed_meta, feed_keys TO {role};
            GRANT SELECT, INSERT, UPDATE ON feed_heads TO {role};
            GRANT SELECT, INSERT, DELETE ON feed_events, feed_ids, feed_trimmed TO {role};
            """);
        var restricted = new NpgsqlConnectionStringBuilder(database) { Username = role }.ConnectionString;
        await using var node = new PostgresNode(restricted, postgres: o => o.CreateTables = false);

        await node.Feed.AppendAsync("f", Feeds.Events(3), Feeds.Cancellation);
        await node.Feed.AppendAsync("large", Feeds.Events(FeedAppender.BulkFrom), Feeds.Cancellation);
        Assert.Equal(AppendOutcome.Duplicate, (await node.Feed.AppendAsync("f", Feeds.Events(1), Feeds.Cancellation))[0].Outcome);
        Assert.Equal(1, (await node.Feed.TrimAsync("f", FeedTrim.Through(1), Feeds.Cancellation)).Removed);
        Assert.Equal(2, (await node.Feed.ReadAllAsync("f")).Count);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.ExecuteAsync(restricted, "UPDATE feed_events SET type = 'x'"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await Sql.ExecuteAsync(database, $"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Tables_MissingWhereTheyMayNotBeMade_AreUnavailable()
    {
        await using var node = new PostgresNode(await postgres.CreateDatabaseAsync(), postgres: o => o.CreateTables = false);
        var exception = await Assert.ThrowsAsync<FeedUnavailableException>(() => node.Feed.GetHeadAsync("f", Feeds.Cancellation).AsTask());
        Assert.Contains("PostgreSqlFeedSchema.Script", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_UpdatedBySql_IsRefused()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var node = new PostgresNode(database);
        await node.Feed.AppendAsync("f", Feeds.Events(1), Feeds.Cancellation);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.ExecuteAsync(database, "UPDATE feed_events SET type = 'x'"));
        Assert.Contains("never change", refused.MessageText, StringComparison.Ordinal);
    }
}
