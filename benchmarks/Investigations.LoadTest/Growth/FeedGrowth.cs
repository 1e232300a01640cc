using Investigations.EventFeed;

namespace Investigations.LoadTest;

/// <summary>Reading and appending in one of 1 to 100 000 feeds of ten events, another one each time.</summary>
internal static class FeedGrowth
{
    private const int EventsPerFeed = 10;
    private const int Callers = 16;
    private static readonly int[] Sizes = [1, 1_000, 100_000];

    public static async Task<Table> MeasureAsync() => new(
        "Feeds of a store",
        "Microseconds, in a feed that is another one each time; an only feed has its rows at hand in the database's caches, and appends to 16 feeds touch sixteen times the pages that 16 appends to one do. The heap is what the process holds after appending to all of them: it is to stay level, for a feed costs memory only while somebody waits for it.",
        ["store, feeds", "page of 10", "append one", "newest position", "16 callers, 16 feeds, each append", "heap KB"], await Growth.RowsAsync(Sizes, MeasureAsync, plain: 1));

    private static async Task<double[]> MeasureAsync(string engine, int size)
    {
        await using var database = await FeedDatabase.StartAsync(engine);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // One after the other: a pool takes its connections in turn, and each of many costs what its process had to forget meanwhile.
        for (var i = 0; i < size; i++)
        {
            await database.Feed.AppendAsync(Name(i), FeedDatabase.Events(EventsPerFeed));
        }

        var heap = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0;
        await database.SettleAsync();
        var feed = database.Feed;
        var random = new Random(42);
        return
        [
            await Growth.TimeAsync(async () => Growth.Expect((await feed.ReadAsync(Next(), new FeedQuery { Limit = EventsPerFeed })).Events.Count == EventsPerFeed)),
            await Growth.TimeAsync(async () => Growth.Expect((await feed.AppendAsync(Next(), FeedDatabase.Events(1)))[0].Outcome == AppendOutcome.Appended)),
            await Growth.TimeAsync(async () => Growth.Expect((await feed.GetHeadAsync(Next())).Sequence >= EventsPerFeed)),
            await Growth.TimeAsync(() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Next()).ToArray()
                .Select(name => feed.AppendAsync(name, FeedDatabase.Events(1)).AsTask()))) / Callers,
            heap,
        ];

        string Next() => Name(random.Next(size));
    }

    private static string Name(int feed) => $"feed{feed}";
}
