using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class PagingTests : IDisposable
{
    private readonly TempFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task TenThousandEvents_OfOneMillisecond_PageWithoutLossOrRepeat(int limit)
    {
        await using var node = new SqliteNode(_file.Path, configure: static o => o.MaxBatchSize = 10_000);
        await node.Feed.AppendAsync("a", Sample.Events(10_000), Cancellation);
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
    }

    [Fact]
    public async Task Trims_WhilePaging_NeverSkipSilently()
    {
        await using var node = new SqliteNode(_file.Path);
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                await node.Feed.AppendAsync("a", Sample.Events(5, $"{i}-"), Cancellation);
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
        Assert.InRange(starts, 0, 300);
    }

    [Fact]
    public async Task Filter_OverManyOtherEvents_AnswersWithinItsScan()
    {
        await using var node = new SqliteNode(_file.Path, configure: static o => (o.MaxScan, o.MaxBatchSize) = (2000, 10_000));
        await node.Feed.AppendAsync("a", Sample.Events(9_999), Cancellation);
        await node.Feed.AppendAsync("a", [Sample.Event("wanted", "wanted")], Cancellation);
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
    public async Task ConcurrentAppends_ShareCommits()
    {
        await using var node = new SqliteNode(_file.Path);
        await node.Feed.AppendAsync("a", [Sample.Event()], Cancellation);
        var (commits, writes) = (0, 0);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, source) =>
        {
            if (instrument.Name == "investigations.event_feed.sqlite.commit.writes" && instrument.Meter.Scope == node.Services.GetRequiredService<IMeterFactory>())
            {
                source.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => (commits, writes) = (commits + 1, writes + value));
        listener.Start();

        using var gate = new WriterGate();
        var blocker = gate.BlockAsync(node.Database);
        var appends = Enumerable.Range(0, 100).Select(i => node.Feed.AppendAsync("a", [Sample.Event($"e{i}")], Cancellation).AsTask()).ToArray();
        gate.Open();
        await Task.WhenAll([blocker, .. appends]);
        await node.DisposeAsync();
        Assert.Equal((2, 101), (commits, writes));
    }
}
