namespace Investigations.EventFeed.PostgreSql.Tests;

[Collection(PrivatePostgres.Name)]
public sealed class IdleWaiterTests(PrivatePostgres postgres)
{
    private const int Waiters = 5_000;
    private const int FeedCount = 50;
    private const int MostBytesEach = 6_000;

    /// <summary>On a real clock, over many polls of the server; the memory of the process is looked at, so nothing else runs in it.</summary>
    [Fact(Timeout = 120_000)]
    public async Task FiveThousandIdleLongPolls_KeepMemoryFlatAndWakeTogether()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var node = new PostgresNode(await (await postgres.GetAsync()).CreateDatabaseAsync(cancellation), configure: static o => (o.HeadPollInterval, o.MaxWait) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(60)));
        for (var i = 0; i < FeedCount; i++)
        {
            await node.Feed.AppendAsync($"f{i}", [Feeds.Event("old")], cancellation);
        }

        var watchers = node.Get<FeedWatchers>();
        var cursors = await Task.WhenAll(Enumerable.Range(0, FeedCount).Select(i => node.Feed.GetTailCursorAsync($"f{i}", new FeedQuery(), cancellation).AsTask()));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var polls = new List<Task<FeedPage>>();
        while (polls.Count < Waiters)
        {
            polls.AddRange(Enumerable.Range(0, Waiters / 10).Select(i => node.Feed.ReadAsync(
                $"f{i % FeedCount}", new FeedQuery { Cursor = cursors[i % FeedCount], Wait = TimeSpan.FromSeconds(60) }, cancellation).AsTask()));
            while (watchers.Waiting < polls.Count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
            }
        }

        var settled = GC.GetTotalMemory(forceFullCollection: true);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellation);
        var later = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(Waiters, watchers.Waiting);
        for (var i = 0; i < FeedCount; i++)
        {
            await node.Feed.AppendAsync($"f{i}", [Feeds.Event("new")], cancellation);
        }

        Assert.All(await Task.WhenAll(polls), static page => Assert.Equal("new", Assert.Single(page.Events).Id));
        Assert.InRange(settled - before, 0, (long)Waiters * MostBytesEach);
        Assert.InRange(later - settled, long.MinValue, 2_000_000);
    }
}
