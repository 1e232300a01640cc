namespace Investigations.EventFeed.Sqlite.Tests;

/// <summary>Files that cannot be written. Permissions do not bind an administrator, and so the file is opened as one of these.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task File_ReadOnlyFromTheStart_IsReadAndFollowed()
    {
        await using var writer = new SqliteNode(_file.Path);
        await writer.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        await using var node = new SqliteNode($"file:{_file.Path}?mode=ro");

        Assert.Equal(["x"], await node.Feed.IdsAsync("a"));
        await AppendIsRefusedAsync(node);
        await writer.Feed.AppendAsync("a", [Sample.Event("y")], Cancellation);
        Assert.Equal(["x", "y"], await node.Feed.IdsAsync("a"));
        Assert.Equal((await writer.Feed.GetHeadAsync("a", Cancellation)).Epoch, (await node.Feed.GetHeadAsync("a", Cancellation)).Epoch);
        await AppendIsRefusedAsync(node);
        await Assert.ThrowsAsync<FeedUnavailableException>(async () => await node.Feed.TrimAsync("a", FeedTrim.Through(1), Cancellation));
    }

    /// <summary>Without its folder SQLite can keep no log beside the file: that is opened as one that never changes.</summary>
    [Fact]
    public async Task Folder_ReadOnly_IsRead()
    {
        await using (var writer = new SqliteNode(_file.Path))
        {
            await writer.Feed.AppendAsync("a", Sample.Events(3), Cancellation);
        }

        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
        await using var node = new SqliteNode($"file:{_file.Path}?immutable=1&mode=ro");
        Assert.Equal(["e1", "e2", "e3"], await node.Feed.IdsAsync("a"));
        await AppendIsRefusedAsync(node);
        Assert.Equal(["e1", "e2", "e3"], await node.Feed.IdsAsync("a"));
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public async Task File_ReadOnlyForAWhile_IsReadMeanwhileAndWrittenAfterwards()
    {
        await using var node = new SqliteNode(_file.Path);
        await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        await node.Database.WriteAsync(static transaction => transaction.Connection!.Execute("PRAGMA query_only = 1"), Cancellation);

        await AppendIsRefusedAsync(node);
        Assert.Equal(["x"], await node.Feed.IdsAsync("a"));
        await node.Feed.AppendAsync("a", [Sample.Event("y")], Cancellation);
        Assert.Equal(["x", "y"], await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task File_WithoutTablesAndReadOnly_IsUnavailable()
    {
        await File.WriteAllBytesAsync(_file.Path, [], Cancellation);
        await using var node = new SqliteNode($"file:{_file.Path}?mode=ro");
        await Assert.ThrowsAsync<FeedUnavailableException>(() => node.Feed.IdsAsync("a"));
    }

    private static async Task AppendIsRefusedAsync(SqliteNode node) =>
        await Assert.ThrowsAsync<FeedUnavailableException>(async () => await node.Feed.AppendAsync("a", [Sample.Event("no")], Cancellation));
}
