namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Node_Restarted_KnowsIdsAndCursors()
    {
        string cursor;
        AppendResult first;
        await using (var node = new SqliteNode(_file.Path))
        {
            first = (await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation))[0];
            cursor = (await node.Feed.ReadAsync("a", new FeedQuery(), Cancellation)).Next;
        }

        await using var again = new SqliteNode(_file.Path);
        Assert.Equal(first with { Outcome = AppendOutcome.Duplicate }, (await again.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation))[0]);
        await again.Feed.AppendAsync("a", [Sample.Event("y")], Cancellation);
        var page = await again.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor }, Cancellation);
        Assert.Equal("y", Assert.Single(page.Events).Id);
    }

    [Fact]
    public async Task FiveNodes_StartingTogether_MakeTheTablesOnce()
    {
        var nodes = Enumerable.Range(0, 5).Select(_ => new SqliteNode(_file.Path)).ToArray();
        var results = await Task.WhenAll(nodes.Select((node, i) => Task.Run(async () =>
        {
            await node.Feed.AppendAsync("a", [Sample.Event($"e{i}")], Cancellation);
            var keys = await node.Store.GetCursorKeysAsync(Cancellation);
            return ((await node.Feed.GetHeadAsync("a", Cancellation)).Epoch, Assert.Single(keys).Id);
        }, Cancellation)));

        Assert.Single(results.Distinct());
        Assert.Equal(5, (await nodes[0].Feed.IdsAsync("a")).Length);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Backup_RestoredUnderClients_ResetsThoseWhoAreAhead()
    {
        var backup = Path.Combine(_file.Folder, "backup.db");
        string early, late;
        await using (var node = new SqliteNode(_file.Path))
        {
            await node.Feed.AppendAsync("a", Sample.Events(3), Cancellation);
            early = (await node.Feed.ReadAsync("a", new FeedQuery { Limit = 2 }, Cancellation)).Next;
            var from = $"VACUUM INTO '{backup}'";
            using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"{_file.ConnectionString};Pooling=False"))
            {
                connection.Open();
                connection.Execute(from);
            }

            await node.Feed.AppendAsync("a", Sample.Events(3, "lost"), Cancellation);
            late = (await node.Feed.ReadAsync("a", new FeedQuery { Limit = 5 }, Cancellation)).Next;
        }

        await using var restored = new SqliteNode(backup);
        var page = await restored.Feed.ReadAsync("a", new FeedQuery { Cursor = early }, Cancellation);
        Assert.Equal("e3", Assert.Single(page.Events).Id);
        Assert.Equal(FeedCursorReason.Reset, (await RefusedAsync(restored, late)).Reason);

        // The positions are given again, to other events: the anchor tells.
        await restored.Feed.AppendAsync("a", Sample.Events(5, "other"), Cancellation);
        Assert.Equal(FeedCursorReason.Reset, (await RefusedAsync(restored, late)).Reason);
    }

    [Fact]
    public async Task File_Replaced_ResetsAllClients()
    {
        static void WithKey(EventFeedOptions options) => options.CursorKeys.Add(new CursorKey("k", new byte[32]));
        string cursor;
        await using (var node = new SqliteNode(_file.Path, configure: WithKey))
        {
            await node.Feed.AppendAsync("a", Sample.Events(3), Cancellation);
            cursor = (await node.Feed.ReadAsync("a", new FeedQuery(), Cancellation)).Next;
        }

        foreach (var path in Directory.GetFiles(_file.Folder))
        {
            File.Delete(path);
        }

        await using var replaced = new SqliteNode(_file.Path, configure: WithKey);
        Assert.Equal(FeedCursorReason.Reset, (await RefusedAsync(replaced, cursor)).Reason);
        await replaced.Feed.AppendAsync("a", Sample.Events(3), Cancellation);
        Assert.Equal(FeedCursorReason.Reset, (await RefusedAsync(replaced, cursor)).Reason);
    }

    [Fact]
    public async Task Prefix_OfOnesOwn_KeepsFeedsApart()
    {
        await using var one = new SqliteNode(_file.Path, sqlite: static o => o.TablePrefix = "one_");
        await using var two = new SqliteNode(_file.Path, sqlite: static o => o.TablePrefix = "two_");
        await one.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        Assert.Empty(await two.Feed.IdsAsync("a"));
        Assert.Equal(["x"], await one.Feed.IdsAsync("a"));
    }

    private static async Task<FeedCursorException> RefusedAsync(SqliteNode node, string cursor) =>
        await Assert.ThrowsAsync<FeedCursorException>(async () => await node.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor }, Cancellation));
}
