using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class FailureTests : IDisposable
{
    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Folder_Missing_IsCreated()
    {
        await using var node = new SqliteNode(Path.Combine(_file.Folder, "some", "where", "feed.db"));
        await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        Assert.Equal(["x"], await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task File_ThatCannotBeOpened_IsUnavailableUntilItCan()
    {
        var path = Path.Combine(_file.Folder, "file", "feed.db");
        await File.WriteAllTextAsync(Path.Combine(_file.Folder, "file"), "in the way", Cancellation);
        await using var node = new SqliteNode(path);
        await Assert.ThrowsAsync<FeedUnavailableException>(async () => await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation));
        await Assert.ThrowsAsync<FeedUnavailableException>(() => node.Feed.IdsAsync("a"));

        File.Delete(Path.Combine(_file.Folder, "file"));
        await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        Assert.Equal(["x"], await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task File_ThatIsNoDatabase_IsUnavailable()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 10_000), Cancellation);
        await using var node = new SqliteNode(_file.Path);
        var exception = await Assert.ThrowsAsync<FeedUnavailableException>(() => node.Feed.IdsAsync("a"));
        Assert.DoesNotContain(_file.Folder, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_LockedByAnother_IsUnavailableAfterTheBusyTimeoutAndReadable()
    {
        await using var node = new SqliteNode(_file.Path, sqlite: static o => o.BusyTimeout = TimeSpan.FromMilliseconds(200));
        await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        using var other = new SqliteConnection($"{_file.ConnectionString};Pooling=False");
        other.Open();
        using (other.BeginTransaction(deferred: false))
        {
            // A real lock, and so a real clock; the bound is generous.
            var started = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<FeedUnavailableException>(async () => await node.Feed.AppendAsync("a", [Sample.Event("y")], Cancellation));
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.1, 5);
            Assert.Equal(["x"], await node.Feed.IdsAsync("a"));
        }

        await node.Feed.AppendAsync("a", [Sample.Event("y")], Cancellation);
        Assert.Equal(["x", "y"], await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Disk_Full_IsUnavailableAndStoresNothingOfTheBatch()
    {
        await using var node = new SqliteNode(_file.Path);
        await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        await node.Database.WriteAsync(
            static transaction => transaction.Connection!.Scalar($"PRAGMA max_page_count = {(long)transaction.Connection!.Scalar("PRAGMA page_count")! + 20}"), Cancellation);

        var data = $"\"{new string('x', 200_000)}\"";
        await Assert.ThrowsAsync<FeedUnavailableException>(async () =>
            await node.Feed.AppendAsync("a", [Sample.Event("small"), Sample.Event("large", data: data)], Cancellation));
        Assert.Equal(["x"], await node.Feed.IdsAsync("a"));

        await node.Feed.AppendAsync("a", [Sample.Event("large", data: data)], Cancellation);
        Assert.Equal(["x", "large"], await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Disk_Full_FailsAllThatShareTheCommit()
    {
        await using var node = new SqliteNode(_file.Path);
        await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        using var gate = new WriterGate();
        var first = node.Database.WriteAsync(
            transaction =>
            {
                gate.Hold();
                return transaction.Connection!.Scalar($"PRAGMA max_page_count = {(long)transaction.Connection!.Scalar("PRAGMA page_count")! + 20}");
            }, Cancellation).AsTask();
        gate.WaitUntilHeld();
        var data = $"\"{new string('x', 200_000)}\"";
        var tasks = Enumerable.Range(0, 5).Select(i => node.Feed.AppendAsync("a", [Sample.Event($"e{i}", data: i == 3 ? data : "{}")], Cancellation).AsTask()).ToArray();
        gate.Open();
        await first;
        foreach (var task in tasks)
        {
            await Assert.ThrowsAsync<FeedUnavailableException>(() => task);
        }

        Assert.Equal(["x"], await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Tables_OfALaterVersion_AreLeftAlone()
    {
        await using (var node = new SqliteNode(_file.Path))
        {
            await node.Database.WriteAsync(static transaction => transaction.Connection!.Execute("UPDATE feed_meta SET value = 2 WHERE name = 'schema_version'"), Cancellation);
        }

        await using var older = new SqliteNode(_file.Path);
        var exception = await Assert.ThrowsAsync<FeedUnavailableException>(() => older.Feed.IdsAsync("a"));
        Assert.Contains("version 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_CancelledInTheQueue_IsNotDone()
    {
        await using var node = new SqliteNode(_file.Path);
        using var gate = new WriterGate();
        using var source = new CancellationTokenSource();
        var blocker = gate.BlockAsync(node.Database);
        var cancelled = node.Feed.AppendAsync("a", [Sample.Event("x")], source.Token).AsTask();
        await source.CancelAsync();
        gate.Open();
        await blocker;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Empty(await node.Feed.IdsAsync("a"));
    }

    [Fact]
    public async Task Dispose_WithWritesQueued_WritesThem()
    {
        var node = new SqliteNode(_file.Path);
        var writes = Enumerable.Range(0, 100).Select(i => node.Feed.AppendAsync("a", [Sample.Event($"e{i}")], Cancellation).AsTask()).ToArray();
        await node.DisposeAsync();
        await Task.WhenAll(writes);
        await using var again = new SqliteNode(_file.Path);
        Assert.Equal(100, (await again.Feed.IdsAsync("a")).Length);
    }

    /// <summary>It ran on the writer's thread, and ended the process.</summary>
    [Fact]
    public async Task Append_WhoseGrowthCallbackThrows_IsStoredAndTheWriterGoesOn()
    {
        await using var node = new SqliteNode(_file.Path);
        using var failing = node.Services.GetRequiredService<IFeedSignals>().OnGrown(static _ => throw new InvalidDataException("mine"));

        var first = await node.Feed.AppendAsync("a", [Sample.Event("x")], Cancellation);
        await node.Feed.AppendAsync("a", [Sample.Event("y")], Cancellation);

        Assert.Equal(AppendOutcome.Appended, first[0].Outcome);
        Assert.Equal(["x", "y"], await node.Feed.IdsAsync("a"));
    }
}
