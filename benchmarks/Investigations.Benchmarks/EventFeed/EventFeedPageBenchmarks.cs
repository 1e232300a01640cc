using BenchmarkDotNet.Attributes;
using Investigations.EventFeed;

namespace Investigations.Benchmarks;

/// <summary>A page of 100 from SQLite: does it cost more far from the start, or among other feeds? And against OFFSET.</summary>
[MemoryDiagnoser]
public class EventFeedPageBenchmarks
{
    private const int Depth = 1_000_000;
    private const int Feeds = 1_000;
    private const int Page = 100;

    private EventFeedFile _file = null!;
    private EventFeedFile _alone = null!;
    private string _start = "";
    private string _deep = "";
    private string _among = "";
    private string _single = "";

    [GlobalSetup]
    public async Task FillAsync()
    {
        (_file, _alone) = (EventFeedFile.Create(), EventFeedFile.Create());
        await _file.FillAsync("deep", Depth + Page);
        for (var i = 0; i < 20; i++)
        {
            for (var feed = 0; feed < Feeds; feed++)
            {
                await _file.Feed.AppendAsync($"feed{feed}", EventFeedFile.Events(10));
            }
        }

        await _alone.FillAsync("feed500", 200);
        _start = await CursorAfterAsync(_file.Feed, "deep", 1);
        _deep = await WalkAsync(_file.Feed, "deep", Depth - 1);
        _among = await CursorAfterAsync(_file.Feed, "feed500", 50);
        _single = await CursorAfterAsync(_alone.Feed, "feed500", 50);

        Expect(await AtDepthZeroAsync(), Page);
        Expect(await AtDepthOneMillionAsync(), Page);
        Expect(await OneFeedAmongThousandAsync(), Page);
        Expect(await TheOnlyFeedAsync(), Page);
        Expect(OffsetOneMillion(), Page);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _file.Dispose();
        _alone.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<int> AtDepthZeroAsync() => CountAsync(_file.Feed, "deep", _start);

    [Benchmark]
    public Task<int> AtDepthOneMillionAsync() => CountAsync(_file.Feed, "deep", _deep);

    [Benchmark]
    public Task<int> TheOnlyFeedAsync() => CountAsync(_alone.Feed, "feed500", _single);

    [Benchmark]
    public Task<int> OneFeedAmongThousandAsync() => CountAsync(_file.Feed, "feed500", _among);

    /// <summary>What LIMIT and OFFSET cost on the same rows.</summary>
    [Benchmark]
    public int OffsetOneMillion()
    {
        using var connection = _file.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT seq, ts_ms, event_id, type, subject, occurred_ms, data FROM feed_events WHERE feed_id = 1 ORDER BY ts_ms, seq LIMIT {Page} OFFSET {Depth - 1}";
        using var rows = command.ExecuteReader();
        var count = 0;
        while (rows.Read())
        {
            rows.GetFieldValue<byte[]>(6);
            count++;
        }

        return count;
    }

    private static async Task<int> CountAsync(IEventFeed feed, string name, string cursor) =>
        (await feed.ReadAsync(name, new FeedQuery { Cursor = cursor, Limit = Page })).Events.Count;

    private static async Task<string> CursorAfterAsync(IEventFeed feed, string name, int limit) =>
        (await feed.ReadAsync(name, new FeedQuery { Limit = limit })).Next;

    private static async Task<string> WalkAsync(IEventFeed feed, string name, int events)
    {
        string? cursor = null;
        while (events > 0)
        {
            var page = await feed.ReadAsync(name, new FeedQuery { Cursor = cursor, Limit = Math.Min(events, 1000) });
            (cursor, events) = (page.Next, events - page.Events.Count);
        }

        return cursor!;
    }

    private static void Expect(int actual, int expected)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"Read {actual} events instead of {expected}.");
        }
    }
}
