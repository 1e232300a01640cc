using System.Collections.Concurrent;

namespace Investigations.Benchmarks;

/// <summary>
/// Databases that take long to fill: once in a process, however many benchmarks read them. BenchmarkDotNet makes a new object for each
/// benchmark, so what they share is static.
/// </summary>
internal static class FilledFeeds
{
    public const string Deep = "deep";
    public const string OneOfMany = "feed500";
    private const int Feeds = 1_000;
    private const int EventsPerFeed = 200;

    private static readonly ConcurrentDictionary<(string Engine, int Depth), Lazy<Task<FeedDatabase>>> All = [];

    /// <summary>One feed with so many events and a page more; a thousand feeds of 200 events beside it, written in turns.</summary>
    public static Task<FeedDatabase> GetAsync(string engine, int depth, int page) =>
        All.GetOrAdd((engine, depth), key => new(() => FillAsync(key.Engine, key.Depth + page, Feeds))).Value;

    /// <summary>A feed of 200 events that is the only one.</summary>
    public static Task<FeedDatabase> GetAloneAsync(string engine) =>
        All.GetOrAdd((engine, 0), static key => new(() => FillAsync(key.Engine, 0, 0))).Value;

    public static async Task DisposeAsync()
    {
        foreach (var database in All.Values)
        {
            await (await database.Value).DisposeAsync();
        }
    }

    private static async Task<FeedDatabase> FillAsync(string engine, int deep, int feeds)
    {
        var database = await FeedDatabase.StartAsync(engine);
        await database.FillAsync(Deep, deep);
        await database.FillAsync(OneOfMany, feeds == 0 ? EventsPerFeed : 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, feeds * 2), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
            await database.Feed.AppendAsync($"feed{i % feeds}", FeedDatabase.Events(EventsPerFeed / 2), cancellationToken));
        await database.SettleAsync();
        return database;
    }
}
