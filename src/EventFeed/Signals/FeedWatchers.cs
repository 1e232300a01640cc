using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed;

/// <summary>The feeds that somebody waits on, one signal each however many wait.</summary>
internal sealed class FeedWatchers(TimeProvider time, EventFeedMetrics metrics, ILogger<FeedWatchers> logger) : IFeedWakeup, IFeedSignals
{
    private readonly ConcurrentDictionary<string, WatchedFeed> _feeds = new(StringComparer.Ordinal);
    private volatile bool _stopped;
    private int _waiting;

    /// <summary>A feed has grown, here or as far as the store has heard.</summary>
    public event Action<string>? Woken;

    public bool IsStopped => _stopped;

    /// <summary>How many wait at this moment.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public IReadOnlyList<string> Names => [.. _feeds.Keys];

    public FeedWatch Watch(string feed)
    {
        while (true)
        {
            var watched = _feeds.GetOrAdd(feed, static name => new WatchedFeed(name));
            if (!watched.TryEnter())
            {
                // Its last watcher is just leaving and takes it away.
                continue;
            }

            metrics.WaiterCame();
            return new FeedWatch(this, watched);
        }
    }

    public IDisposable OnGrown(Action<string> grown)
    {
        ArgumentNullException.ThrowIfNull(grown);
        return new GrowthSubscription(this, grown, logger);
    }

    public void Wake(string feed, long sequence)
    {
        if (_feeds.TryGetValue(feed, out var watched))
        {
            watched.Grown(sequence);
        }

        Woken?.Invoke(feed);
    }

    /// <summary>Takes in a head that was read from the store.</summary>
    public void Observe(FeedHead head)
    {
        if (_feeds.TryGetValue(head.Feed, out var watched))
        {
            watched.Observed(head);
        }
    }

    /// <summary>Whether a feed is known to have grown past a head.</summary>
    public bool HasPassed(FeedHead head) => _feeds.TryGetValue(head.Feed, out var watched) && watched.HasChanged(head);

    /// <summary>The host stops: every wait ends now, and later ones at once.</summary>
    public void Stop()
    {
        _stopped = true;
        foreach (var watched in _feeds.Values)
        {
            watched.Signal();
        }
    }

    internal async ValueTask<bool> WaitAsync(WatchedFeed watched, FeedHead seen, int restored, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var signal = watched.NextSignal;
            if (watched.HasChanged(seen) || watched.Restored != restored)
            {
                return true;
            }

            var left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - time.GetElapsedTime(started);
            if (_stopped || (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan))
            {
                return false;
            }

            Interlocked.Increment(ref _waiting);
            await signal.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Decrement(ref _waiting);
        }
    }

    internal void Leave(WatchedFeed watched)
    {
        metrics.WaiterLeft();
        if (watched.Exit())
        {
            _feeds.TryRemove(new(watched.Name, watched));
        }
    }
}
