using Investigations.EventFeed;

namespace Investigations.Benchmarks;

internal static class Cursors
{
    /// <summary>Walks from the start.</summary>
    public static async Task<string> CursorAfterAsync(this IEventFeed feed, string name, int events)
    {
        string? cursor = null;
        while (events > 0)
        {
            var page = await feed.ReadAsync(name, new FeedQuery { Cursor = cursor, Limit = Math.Min(events, 1000) });
            (cursor, events) = (page.Next, events - page.Events.Count);
        }

        return cursor!;
    }
}
