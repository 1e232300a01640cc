using BenchmarkDotNet.Attributes;

namespace Investigations.Benchmarks;

/// <summary>
/// Appending, each commit synced to the disk, per event: plain rows as an application would insert them, single events, batches of 100,
/// and 16 callers at once on one node.
/// Bars: single events at most 2.5 times plain rows; batches a third of single events (SQLite), an eighth (PostgreSQL); 16 callers a half, a quarter.
/// </summary>
[InProcess, MemoryDiagnoser]
public class EventFeedAppendBenchmarks
{
    private const int Callers = 16;
    private const int EachCaller = 20;
    private const int Singles = 100;
    private const int Batch = 100;
    private const int WarmUps = 20;

    private FeedDatabase _database = null!;
    private PlainRows _rows = null!;

    [Params(FeedDatabase.Sqlite, FeedDatabase.PostgreSql)]
    public string Store { get; set; } = "";

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _database = await FeedDatabase.StartAsync(Store);
        await _database.FillAsync("feed", 10_000);
        _rows = await PlainRows.CreateAsync(_database);

        var before = (await _database.Feed.GetHeadAsync("feed")).Sequence;
        await SingleEventsAsync();
        await BatchOf100Async();
        await SixteenCallersAsync();
        var added = (await _database.Feed.GetHeadAsync("feed")).Sequence - before;
        await PlainRowsAsync();
        await PlainRowsInATransactionOf100Async();
        if ((added, await _rows.CountAsync()) != (Singles + Batch + Callers * EachCaller, Singles + Batch))
        {
            throw new InvalidOperationException($"Appended {added} events.");
        }

        // A commit is short beside the compilation of what leads to it, which goes on for some thousand of them.
        for (var i = 0; i < WarmUps; i++)
        {
            await SingleEventsAsync();
            await PlainRowsAsync();
        }

        await _database.SettleAsync();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _rows.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Singles)]
    public async Task SingleEventsAsync()
    {
        for (var i = 0; i < Singles; i++)
        {
            await _database.Feed.AppendAsync("feed", FeedDatabase.Events(1));
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task BatchOf100Async() => await _database.Feed.AppendAsync("feed", FeedDatabase.Events(Batch));

    [Benchmark(OperationsPerInvoke = Callers * EachCaller)]
    public Task SixteenCallersAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < EachCaller; i++)
        {
            await _database.Feed.AppendAsync("feed", FeedDatabase.Events(1));
        }
    })));

    [Benchmark(OperationsPerInvoke = Singles)]
    public async Task PlainRowsAsync()
    {
        for (var i = 0; i < Singles; i++)
        {
            await _rows.InsertAsync();
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public Task PlainRowsInATransactionOf100Async() => _rows.InsertAsync(Batch);
}
