using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Gets the keys once: those of the options if there are any, else the store's.</summary>
internal sealed class CursorKeySource(IEventFeedStore store, IOptions<EventFeedOptions> options)
{
    private volatile CursorKeyRing? _ring;

    public ValueTask<CursorKeyRing> GetAsync(CancellationToken cancellationToken) =>
        _ring is { } ring ? new(ring) : LoadAsync(cancellationToken);

    private async ValueTask<CursorKeyRing> LoadAsync(CancellationToken cancellationToken)
    {
        IEnumerable<CursorKey> keys = options.Value.CursorKeys.Count > 0
            ? options.Value.CursorKeys
            : await store.GetCursorKeysAsync(cancellationToken);
        return _ring = new CursorKeyRing(keys);
    }
}
