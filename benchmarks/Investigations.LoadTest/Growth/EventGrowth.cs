using Investigations.EventFeed;

namespace Investigations.LoadTest;

/// <summary>Reading and appending in a feed of 10 to 1 000 000 events.</summary>
internal static class EventGrowth
{
    private const int Page = 10;
    private static readonly int[] Sizes = [10, 1_000, 100_000, 1_000_000];

    public static async Task<Table> MeasureAsync() => new(
        "Events of a feed",
        "Microseconds. Each is to stay level: a position is found by the key, and an event's id by an index, whose depth is all that grows.",
        ["store, events", "first page of 10", "last page of 10", "append one", "append a duplicate", "newest position"], await Growth.RowsAsync(Sizes, MeasureAsync));

    private static async Task<double[]> MeasureAsync(string engine, int size)
    {
        await using var database = await FeedDatabase.StartAsync(engine);
        await database.FillAsync("feed", size);
        await database.SettleAsync();
        var feed = database.Feed;
        var last = await feed.CursorAfterAsync("feed", size - Page);
        var known = (await feed.ReadAsync("feed", new FeedQuery { Limit = 1 })).Events[0];
        NewFeedEvent[] duplicate = [new(known.Type, known.Data) { Id = known.Id, Subject = known.Subject }];
        return
        [
            await Growth.TimeAsync(async () => Growth.Expect((await feed.ReadAsync("feed", new FeedQuery { Limit = Page })).Events.Count == Page)),
            await Growth.TimeAsync(async () => Growth.Expect((await feed.ReadAsync("feed", new FeedQuery { Cursor = last, Limit = Page })).Events.Count == Page)),
            await Growth.TimeAsync(async () => Growth.Expect((await feed.AppendAsync("feed", FeedDatabase.Events(1)))[0].Outcome == AppendOutcome.Appended)),
            await Growth.TimeAsync(async () => Growth.Expect((await feed.AppendAsync("feed", duplicate))[0].Outcome == AppendOutcome.Duplicate)),
            await Growth.TimeAsync(async () => Growth.Expect((await feed.GetHeadAsync("feed")).Sequence >= size)),
        ];
    }
}
