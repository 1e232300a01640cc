using Npgsql;

namespace Investigations.EventFeed.PostgreSql.Tests;

[Collection(PrivatePostgres.Name)]
public sealed class BackupTests(PrivatePostgres postgres)
{
    private readonly string _live = $"live_{Guid.NewGuid():N}";
    private readonly string _backup = $"backup_{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>On a real clock: the node's connections are cut and it comes back by itself.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Backup_RestoredUnderRunningClients_ResetsThoseAheadAndLetsOthersGoOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = await postgres.GetAsync();
        await server.ExecuteAsync($"CREATE DATABASE {_live}", cancellation);
        await using var node = await new PostgresNode(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = _live }.ConnectionString).StartAsync();
        await node.Feed.AppendAsync("f", Feeds.Events(3), cancellation);
        var behind = (await node.Feed.ReadAsync("f", new FeedQuery { Limit = 2 }, cancellation)).Next;
        await ReplaceAsync(_backup, _live);

        await node.Feed.AppendAsync("f", Feeds.Events(3, "lost"), cancellation);
        var ahead = (await node.Feed.ReadAsync("f", new FeedQuery { Limit = 5 }, cancellation)).Next;
        await using var tail = node.Feed.TailAsync("f", new FeedQuery(), cancellation).GetAsyncEnumerator(cancellation);
        for (var i = 0; i < 6; i++)
        {
            Assert.True(await tail.MoveNextAsync());
        }

        var last = tail.Current.Cursor;
        var live = tail.MoveNextAsync().AsTask();
        var polling = node.Feed.ReadAsync("f", new FeedQuery { Cursor = last, Wait = TimeSpan.FromSeconds(30) }, cancellation).AsTask();
        await ReplaceAsync(_live, _backup);

        // Nobody appends: those who wait at a position that is gone learn of it all the same.
        Assert.Equal(FeedCursorReason.Reset, (await Assert.ThrowsAsync<FeedCursorException>(() => live)).Reason);
        Assert.Equal(FeedCursorReason.Reset, (await Assert.ThrowsAsync<FeedCursorException>(() => polling)).Reason);
        Assert.Equal("e3", Assert.Single((await node.Feed.ReadAsync("f", new FeedQuery { Cursor = behind }, cancellation)).Events).Id);
        await RefusedAsync(node, ahead);

        // The positions are given again, to other events: the anchor tells.
        await node.Feed.AppendAsync("f", Feeds.Events(5, "other"), cancellation);
        await RefusedAsync(node, ahead);
    }

    /// <summary>Copies a database over another while its clients run; those of both lose their connections.</summary>
    private async Task ReplaceAsync(string target, string source)
    {
        var server = await postgres.GetAsync();
        await server.ExecuteAsync($"DROP DATABASE IF EXISTS {target} WITH (FORCE)", Cancellation);
        await server.ExecuteAsync($"ALTER DATABASE {source} ALLOW_CONNECTIONS false", Cancellation);
        await server.ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{source}'", Cancellation);
        await server.ExecuteAsync($"CREATE DATABASE {target} TEMPLATE {source}", Cancellation);
        await server.ExecuteAsync($"ALTER DATABASE {source} ALLOW_CONNECTIONS true", Cancellation);
    }

    private static async Task RefusedAsync(PostgresNode node, string cursor)
    {
        var refused = await Assert.ThrowsAsync<FeedCursorException>(() => node.Feed.ReadAsync("f", new FeedQuery { Cursor = cursor }, Cancellation).AsTask());
        Assert.Equal("feed_reset", refused.Code);
    }
}
