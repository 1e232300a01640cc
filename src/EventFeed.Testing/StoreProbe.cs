using System.Text;

namespace Investigations.EventFeed.Testing;

/// <summary>What the cases use to drive a store.</summary>
internal sealed class StoreProbe(IReadOnlyList<IEventFeedStore> nodes, CancellationToken cancellationToken)
{
    public const string Feed = "feed";

    public IEventFeedStore Store => nodes[0];

    public IReadOnlyList<IEventFeedStore> Nodes => nodes;

    public CancellationToken Cancellation => cancellationToken;

    public static PendingEvent Event(string id, string type = "thing_happened", string? subject = null, string data = "{}") =>
        new() { Id = id, Type = type, Subject = subject, DataUtf8 = Encoding.UTF8.GetBytes(data) };

    public static PendingEvent[] Events(int count, string prefix = "e") =>
        [.. Enumerable.Range(1, count).Select(i => Event($"{prefix}{i}"))];

    public async Task<IReadOnlyList<StoredAppend>> AppendAsync(params PendingEvent[] events) =>
        await Store.AppendAsync(new StoreAppend(Feed, events, CheckIds: true), cancellationToken);

    public async Task<StorePage> ReadAsync(long after = 0, int limit = 1000, Func<StoreRead, StoreRead>? with = null)
    {
        var read = new StoreRead { Feed = Feed, After = after, Limit = limit };
        return await Store.ReadAsync(with is null ? read : with(read), cancellationToken);
    }

    public async Task<FeedHead> HeadAsync() => (await Store.GetHeadsAsync([Feed], cancellationToken))[0];

    public async Task<TrimResult> TrimAsync(long through = long.MaxValue, long beforeMs = long.MaxValue, long forgetIdsBeforeMs = 0) =>
        await Store.TrimAsync(new StoreTrim(Feed, through, beforeMs, forgetIdsBeforeMs), cancellationToken);

    /// <summary>Reads page by page to the end.</summary>
    public async Task<List<FeedEvent>> ReadAllAsync(int limit, Func<StoreRead, StoreRead>? with = null)
    {
        var (events, after) = (new List<FeedEvent>(), 0L);
        while (true)
        {
            var page = await ReadAsync(after, limit, with);
            events.AddRange(page.Events);
            if (page.ReachedEnd)
            {
                return events;
            }

            Check.That(page.ScannedTo > after, "a page that a limit ended looked at something");
            after = page.ScannedTo;
        }
    }
}
