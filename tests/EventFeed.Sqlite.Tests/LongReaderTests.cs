using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class LongReaderTests : IDisposable
{
    private const int EventBytes = 1_000_000;
    private const int LogLimit = 64 * 1024 * 1024;

    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    /// <summary>A transaction that reads keeps SQLite from beginning its log anew: it costs room on the disk, and only as long as it lasts.</summary>
    [Fact]
    public async Task Reader_ThatStays_LetsTheLogGrowOnlyUntilItIsGone()
    {
        await using var node = new SqliteNode(_file.Path, sqlite: static o => o.Synchronous = SqliteSynchronous.Normal);
        await AppendAsync(node, 0, 1);
        using (var reader = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            reader.Open();
            using var transaction = reader.BeginTransaction(deferred: true);
            Assert.Equal(1L, reader.Scalar("SELECT seq FROM feed_heads"));
            await AppendAsync(node, 1, 80);
            Assert.InRange(LogLength(), LogLimit + 1, 80 * EventBytes * 2L);
            Assert.Equal(81, (await node.Feed.GetHeadAsync("a", Cancellation)).Sequence);
            Assert.Equal(1L, reader.Scalar("SELECT seq FROM feed_heads"));
        }

        await AppendAsync(node, 81, 3);
        Assert.InRange(LogLength(), 0, LogLimit);
        Assert.Equal(84, (await node.Feed.GetHeadAsync("a", Cancellation)).Sequence);
    }

    private long LogLength() => new FileInfo($"{_file.Path}-wal").Length;

    private static async Task AppendAsync(SqliteNode node, int from, int count)
    {
        var data = $"\"{new string('x', EventBytes - 2)}\"";
        for (var i = 0; i < count; i++)
        {
            await node.Feed.AppendAsync("a", [Sample.Event($"e{from + i}", data: data)], Cancellation);
        }
    }
}
