using System.Text.Json;

namespace Investigations.EventFeed.PostgreSql.Tests;

internal static class Feeds
{
    public static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static NewFeedEvent Event(string id) => new("thing_happened", Nothing) { Id = id };

    public static NewFeedEvent[] Events(int count, string prefix = "e") => [.. Enumerable.Range(1, count).Select(i => Event($"{prefix}{i}"))];

    public static async Task<List<FeedEvent>> ReadAllAsync(this IEventFeed feed, string name, int limit = 1000)
    {
        var (events, cursor) = (new List<FeedEvent>(), (string?)null);
        while (true)
        {
            var page = await feed.ReadAsync(name, new FeedQuery { Cursor = cursor, Limit = limit }, Cancellation);
            events.AddRange(page.Events);
            if (!page.HasMore)
            {
                return events;
            }

            cursor = page.Next;
        }
    }
}
