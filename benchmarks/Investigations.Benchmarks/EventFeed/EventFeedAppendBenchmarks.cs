using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;

namespace Investigations.Benchmarks;

/// <summary>
/// Appending to SQLite with synchronous FULL, per event: plain rows as an application would insert them, single events, batches of
/// 100, and 16 callers at once on one node.
/// </summary>
[MemoryDiagnoser]
public class EventFeedAppendBenchmarks
{
    private const int Callers = 16;
    private const int EachCaller = 20;
    private const int Singles = 100;
    private const int Batch = 100;

    private EventFeedFile _file = null!;
    private SqliteConnection _plain = null!;
    private SqliteCommand _insert = null!;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _file = EventFeedFile.Create();
        await _file.FillAsync("feed", 100);
        _plain = _file.Open();
        using (var create = _plain.CreateCommand())
        {
            create.CommandText = "CREATE TABLE plain(id INTEGER PRIMARY KEY, ts INTEGER NOT NULL, event_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, subject TEXT, data BLOB NOT NULL)";
            create.ExecuteNonQuery();
        }

        _insert = _plain.CreateCommand();
        _insert.CommandText = "INSERT INTO plain(ts, event_id, type, subject, data) VALUES (1, @id, 'tool_complete', 'run-1', @data)";
        _insert.Parameters.AddWithValue("@id", "");
        _insert.Parameters.AddWithValue("@data", System.Text.Encoding.UTF8.GetBytes(EventFeedFile.Data.GetRawText()));

        var before = (await _file.Feed.GetHeadAsync("feed")).Sequence;
        await SingleEventsAsync();
        await BatchOf100Async();
        await SixteenCallersAsync();
        var added = (await _file.Feed.GetHeadAsync("feed")).Sequence - before;
        if (added != Singles + Batch + Callers * EachCaller)
        {
            throw new InvalidOperationException($"Appended {added} events.");
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _insert.Dispose();
        _plain.Dispose();
        _file.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Singles)]
    public async Task SingleEventsAsync()
    {
        for (var i = 0; i < Singles; i++)
        {
            await _file.Feed.AppendAsync("feed", EventFeedFile.Events(1));
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task BatchOf100Async() => await _file.Feed.AppendAsync("feed", EventFeedFile.Events(Batch));

    [Benchmark(OperationsPerInvoke = Callers * EachCaller)]
    public Task SixteenCallersAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < EachCaller; i++)
        {
            await _file.Feed.AppendAsync("feed", EventFeedFile.Events(1));
        }
    })));

    [Benchmark(OperationsPerInvoke = Singles)]
    public void PlainRows()
    {
        for (var i = 0; i < Singles; i++)
        {
            _insert.Parameters[0].Value = Guid.CreateVersion7().ToString();
            _insert.ExecuteNonQuery();
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void PlainRowsInATransactionOf100()
    {
        using var transaction = _plain.BeginTransaction();
        _insert.Transaction = transaction;
        for (var i = 0; i < Batch; i++)
        {
            _insert.Parameters[0].Value = Guid.CreateVersion7().ToString();
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
        _insert.Transaction = null;
    }
}
