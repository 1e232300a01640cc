using System.Data.Common;
using BenchmarkDotNet.Attributes;
using Investigations.EventFeed;

namespace Investigations.Benchmarks;

/// <summary>
/// A page of 100: does it cost more far from the start, or among other feeds? And what LIMIT and OFFSET cost on the same rows.
/// Bars: at most 1.3 times the first page, at most a hundredth of OFFSET at a depth of 1 000 000, at most 1.5 times the page of an only feed.
/// </summary>
[InProcess, MemoryDiagnoser]
public class EventFeedPageBenchmarks
{
    private const int Page = 100;

    private IEventFeed _feed = null!;
    private IEventFeed _alone = null!;
    private DbConnection _connection = null!;
    private DbCommand _offset = null!;
    private string _start = "";
    private string _deep = "";
    private string _among = "";
    private string _only = "";

    [Params(FeedDatabase.Sqlite, FeedDatabase.PostgreSql)]
    public string Store { get; set; } = "";

    [Params(10_000, 1_000_000)]
    public int Depth { get; set; }

    [GlobalSetup]
    public async Task FillAsync()
    {
        var database = await FilledFeeds.GetAsync(Store, Depth, Page);
        (_feed, _alone) = (database.Feed, (await FilledFeeds.GetAloneAsync(Store)).Feed);
        _start = await _feed.CursorAfterAsync(FilledFeeds.Deep, 1);
        _deep = await _feed.CursorAfterAsync(FilledFeeds.Deep, Depth - 1);
        _among = await _feed.CursorAfterAsync(FilledFeeds.OneOfMany, 50);
        _only = await _alone.CursorAfterAsync(FilledFeeds.OneOfMany, 50);
        _connection = await database.OpenAsync();
        _offset = _connection.CreateCommand();
        _offset.CommandText = $"SELECT seq, ts_ms, event_id, type, subject, occurred_ms, data FROM feed_events WHERE feed_id = 1 ORDER BY seq LIMIT {Page} OFFSET {Depth - 1}";
        await _offset.PrepareAsync();

        Expect(await AtTheStartAsync());
        Expect(await AtDepthAsync());
        Expect(await OneFeedAmongThousandAsync());
        Expect(await TheOnlyFeedAsync());
        Expect(await OffsetAsync());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _offset.Dispose();
        _connection.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<int> AtTheStartAsync() => CountAsync(_feed, FilledFeeds.Deep, _start);

    [Benchmark]
    public Task<int> AtDepthAsync() => CountAsync(_feed, FilledFeeds.Deep, _deep);

    [Benchmark]
    public Task<int> TheOnlyFeedAsync() => CountAsync(_alone, FilledFeeds.OneOfMany, _only);

    [Benchmark]
    public Task<int> OneFeedAmongThousandAsync() => CountAsync(_feed, FilledFeeds.OneOfMany, _among);

    [Benchmark]
    public async Task<int> OffsetAsync()
    {
        await using var rows = await _offset.ExecuteReaderAsync();
        var count = 0;
        while (await rows.ReadAsync())
        {
            rows.GetFieldValue<byte[]>(6);
            count++;
        }

        return count;
    }

    private static async Task<int> CountAsync(IEventFeed feed, string name, string cursor) =>
        (await feed.ReadAsync(name, new FeedQuery { Cursor = cursor, Limit = Page })).Events.Count;

    private static void Expect(int actual)
    {
        if (actual != Page)
        {
            throw new InvalidOperationException($"Read {actual} events instead of {Page}.");
        }
    }
}
