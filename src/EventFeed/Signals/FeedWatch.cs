namespace Investigations.EventFeed;

/// <summary>One reader's watch over a feed, from now until it is disposed.</summary>
internal sealed class FeedWatch(FeedWatchers watchers, WatchedFeed watched) : IDisposable
{
    private int _restored = watched.Restored;
    private int _disposed;

    /// <summary>Waits until the feed has changed since a head was seen. False when the time is up or the host stops.</summary>
    public async ValueTask<bool> WaitAsync(FeedHead seen, TimeSpan timeout, CancellationToken cancellationToken)
    {
        watched.Seen(seen.Sequence);
        var changed = await watchers.WaitAsync(watched, seen, _restored, timeout, cancellationToken);
        _restored = watched.Restored;
        return changed;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            watchers.Leave(watched);
        }
    }
}
