using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Investigations.EventFeed;

/// <summary>Feeds in the memory of this process, gone when it ends.</summary>
internal sealed class InMemoryFeedStore(FeedClock clock) : IEventFeedStore
{
    private readonly ConcurrentDictionary<string, InMemoryFeed> _feeds = new(StringComparer.Ordinal);
    private readonly long _epoch = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly IReadOnlyList<CursorKey> _keys = [new CursorKey("memory", RandomNumberGenerator.GetBytes(32))];

    public ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var feed = _feeds.GetOrAdd(append.Feed, static (name, epoch) => new InMemoryFeed(name, epoch), _epoch);
        return new(feed.Append(append, clock));
    }

    public ValueTask<StorePage> ReadAsync(StoreRead read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_feeds.TryGetValue(read.Feed, out var feed) ? feed.Read(read) : StorePage.AtEnd(Empty(read.Feed), null, []));
    }

    public ValueTask<IReadOnlyList<FeedHead>> GetHeadsAsync(IReadOnlyList<string> feeds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. feeds.Select(name => _feeds.TryGetValue(name, out var feed) ? feed.Head : Empty(name))]);
    }

    public ValueTask<TrimResult> TrimAsync(StoreTrim trim, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_feeds.TryGetValue(trim.Feed, out var feed) ? feed.Trim(trim) : default);
    }

    public ValueTask<IReadOnlyList<CursorKey>> GetCursorKeysAsync(CancellationToken cancellationToken) => new(_keys);

    private FeedHead Empty(string feed) => new() { Feed = feed, Epoch = _epoch, Sequence = 0 };
}
