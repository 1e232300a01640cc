using BenchmarkDotNet.Attributes;
using Investigations.EventFeed;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>What a cursor costs: to make, to open, and to refuse.</summary>
[MemoryDiagnoser]
public class EventFeedCursorBenchmarks
{
    private ServiceProvider _services = null!;
    private PageReader _reader = null!;
    private FeedPage _page = null!;
    private string _forged = "";

    [GlobalSetup]
    public async Task StartAsync()
    {
        var services = new ServiceCollection();
        services.AddEventFeed().UseInMemory();
        _services = services.BuildServiceProvider();
        var feed = _services.GetRequiredService<IEventFeed>();
        await feed.AppendAsync("feed", FeedDatabase.Events(10));
        _page = await feed.ReadAsync("feed", new FeedQuery());
        _reader = _services.GetRequiredService<PageReader>();
        _forged = (_page.Next[0] == 'B' ? 'A' : 'B') + _page.Next[1..];
        if (!await RefuseAsync() || !await OpenAsync())
        {
            throw new InvalidOperationException("A cursor was taken for what it is not.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true)]
    public string Make() => _page.CursorAfter(0);

    [Benchmark]
    public async Task<bool> OpenAsync() => (await _reader.OpenAsync("feed", new FeedQuery { Cursor = _page.Next }, default)).Position is not null;

    [Benchmark]
    public async Task<bool> RefuseAsync()
    {
        try
        {
            await _reader.OpenAsync("feed", new FeedQuery { Cursor = _forged }, default);
            return false;
        }
        catch (FeedCursorException)
        {
            return true;
        }
    }
}
