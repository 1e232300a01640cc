using System.Text;
using System.Text.Json;
using Investigations.EventFeed;

namespace Investigations.Testing;

/// <summary>What paging promises, on whichever store.</summary>
public abstract class PagingProofs
{
    private const int Megabyte = 1_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task TenThousandEvents_OfOneMillisecond_PageWithoutLossOrRepeat(int limit)
    {
        await using var node = await OpenAsync(static o => o.MaxBatchSize = 10_000);
        await node.Feed.AppendAsync("a", Events(10_000), Cancellation);
        var (count, last, cursor, more) = (0, 0L, (string?)null, true);
        while (more)
        {
            var page = await node.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor, Limit = limit }, Cancellation);
            foreach (var item in page.Events)
            {
                Assert.Equal(last + 1, item.Sequence);
                last = item.Sequence;
            }

            count += page.Events.Count;
            (cursor, more) = (page.Next, page.HasMore);
        }

        Assert.Equal(10_000, count);
        Assert.Single(await TimesAsync(node));
    }

    [Fact]
    public async Task Trims_WhilePaging_NeverSkipSilently()
    {
        await using var node = await OpenAsync();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                await node.Feed.AppendAsync("a", Events(5, $"{i}-"), Cancellation);
                if (i % 10 == 9)
                {
                    var head = await node.Feed.GetHeadAsync("a", Cancellation);
                    await node.Feed.TrimAsync("a", FeedTrim.Through(head.Sequence - 20), Cancellation);
                }
            }
        }, Cancellation);

        var (cursor, last, starts) = ((string?)null, 0L, 0);
        while (last < 1500)
        {
            try
            {
                var page = await node.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor, Limit = 3 }, Cancellation);
                foreach (var item in page.Events)
                {
                    Assert.True(cursor is null || item.Sequence == last + 1, $"{item.Sequence} after {last}");
                    (last, cursor) = (item.Sequence, "");
                }

                cursor = page.Next;
            }
            catch (FeedCursorException exception)
            {
                Assert.Equal(FeedCursorReason.Trimmed, exception.Reason);
                (cursor, starts) = (null, starts + 1);
            }
        }

        await writer;

        // A trim can cut a reader off once.
        Assert.InRange(starts, 0, 30);
    }

    [Fact]
    public async Task Filter_OverManyOtherEvents_AnswersWithinItsScan()
    {
        await using var node = await OpenAsync(static o => (o.MaxScan, o.MaxBatchSize) = (2000, 10_000));
        await node.Feed.AppendAsync("a", Events(9_999), Cancellation);
        await node.Feed.AppendAsync("a", [new NewFeedEvent("wanted", default) { Id = "wanted" }], Cancellation);
        var (cursor, pages) = ((string?)null, 0);
        while (true)
        {
            var page = await node.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor, Types = ["wanted"] }, Cancellation);
            pages++;
            if (page.Events.Count > 0)
            {
                Assert.Equal("wanted", page.Events[0].Id);
                break;
            }

            Assert.True(page.HasMore);
            Assert.NotEqual(cursor, page.Next);
            cursor = page.Next;
        }

        Assert.Equal(5, pages);
    }

    [Fact]
    public async Task ThousandEvents_OfAMegabyte_ComeInPagesBelowTheBound()
    {
        await using var node = await OpenAsync();
        var data = Encoding.UTF8.GetBytes($"\"{new string('x', Megabyte - 2)}\"");
        for (var i = 0; i < 1_000; i += 20)
        {
            PendingEvent[] events = [.. Enumerable.Range(i, 20).Select(n => new PendingEvent { Id = $"e{n}", Type = "large", DataUtf8 = data })];
            await node.Store.AppendAsync(new StoreAppend("a", events, CheckIds: true), Cancellation);
        }

        var (cursor, last) = ((string?)null, 0L);
        for (var pages = 0; pages < 3; pages++)
        {
            var page = await node.Feed.ReadAsync("a", new FeedQuery { Cursor = cursor, Limit = 1000 }, Cancellation);
            Assert.Equal(Enumerable.Range(1, 4).Select(n => last + n), page.Events.Select(static item => item.Sequence));
            Assert.All(page.Events, static item => Assert.Equal(Megabyte, item.DataUtf8.Length));
            Assert.True(page.HasMore);
            (cursor, last) = (page.Next, last + 4);
        }
    }

    /// <summary>An empty store.</summary>
    internal abstract Task<IFeedNode> OpenAsync(Action<EventFeedOptions>? configure = null);

    private static NewFeedEvent[] Events(int count, string prefix = "e") =>
        [.. Enumerable.Range(1, count).Select(i => new NewFeedEvent("thing_happened", JsonElement.Parse("{}")) { Id = $"{prefix}{i}" })];

    private static async Task<IEnumerable<DateTimeOffset>> TimesAsync(IFeedNode node) =>
        (await node.Store.ReadAsync(new StoreRead { Feed = "a", After = 0, Limit = int.MaxValue }, Cancellation)).Events.Select(static item => item.Timestamp).Distinct();
}
