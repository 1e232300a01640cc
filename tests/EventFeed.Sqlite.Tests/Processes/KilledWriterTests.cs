namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class KilledWriterTests
{
    private const int Kills = 4;

    /// <summary>Real processes, and therefore real time; the bound is generous.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Writers_KilledWhileAppending_LoseNothingAcknowledgedAndReadersMissNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var file = new TempFile();
        await using var node = new SqliteNode(file.Path);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tail = Task.Run(() => TailAsync(node, stop.Token), cancellation);
        var pager = Task.Run(() => PageAsync(node, stop.Token), cancellation);

        var acknowledged = new HashSet<string>();
        for (var round = 0; round < Kills; round++)
        {
            using var one = WriterProcess.Start(file.Path, $"{round}a");
            using var two = WriterProcess.Start(file.Path, $"{round}b");
            while (one.AcknowledgedCount < 50 || two.AcknowledgedCount < 50)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellation);
            }

            acknowledged.UnionWith(await one.KillAsync());
            acknowledged.UnionWith(await two.KillAsync());
        }

        await node.Feed.AppendAsync("feed", [Sample.Event("the end")], cancellation);
        var seen = await tail;
        Assert.Equal(seen, await pager);
        await stop.CancelAsync();

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(acknowledged.Except(seen));
        var stored = await node.Store.ReadAsync(new StoreRead { Feed = "feed", After = 0, Limit = int.MaxValue }, cancellation);
        Assert.Equal(stored.Events.Select(static item => item.Id), seen);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(static i => (long)i), stored.Events.Select(static item => item.Sequence));
        Assert.Equal("ok", await node.Database.ReadAsync(static connection => connection.Scalar("PRAGMA integrity_check"), cancellation));
    }

    private static async Task<List<string>> TailAsync(SqliteNode node, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        await foreach (var item in node.Feed.TailAsync("feed", new FeedQuery { Limit = 100 }, cancellationToken))
        {
            seen.Add(item.Event.Id);
            if (item.Event.Id == "the end")
            {
                break;
            }
        }

        return seen;
    }

    private static async Task<List<string>> PageAsync(SqliteNode node, CancellationToken cancellationToken)
    {
        var (seen, cursor) = (new List<string>(), (string?)null);
        while (seen is not [.., "the end"])
        {
            var page = await node.Feed.ReadAsync("feed", new FeedQuery { Cursor = cursor, Limit = 7, Wait = TimeSpan.FromSeconds(1) }, cancellationToken);
            seen.AddRange(page.Events.Select(static item => item.Id));
            cursor = page.Next;
        }

        return seen;
    }
}
