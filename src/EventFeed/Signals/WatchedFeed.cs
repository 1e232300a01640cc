namespace Investigations.EventFeed;

/// <summary>What is known of a feed that somebody waits on.</summary>
internal sealed class WatchedFeed(string name)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _signal = New();
    private long _sequence;
    private long _seen;
    private long? _epoch;
    private bool _wasLower;
    private int _restored;
    private int _watchers;

    public string Name => name;

    /// <summary>Completes at the next change. Take it before looking whether there has been one.</summary>
    public Task NextSignal
    {
        get
        {
            lock (_lock)
            {
                return _signal.Task;
            }
        }
    }

    /// <summary>How often the store was found replaced by an earlier one.</summary>
    public int Restored
    {
        get
        {
            lock (_lock)
            {
                return _restored;
            }
        }
    }

    /// <summary>False when the last watcher has left: then this one is over.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_watchers < 0)
            {
                return false;
            }

            _watchers++;
            return true;
        }
    }

    /// <summary>True for the last one.</summary>
    public bool Exit()
    {
        lock (_lock)
        {
            if (--_watchers > 0)
            {
                return false;
            }

            _watchers = -1;
            return true;
        }
    }

    public void Grown(long sequence)
    {
        lock (_lock)
        {
            if (sequence > _sequence)
            {
                _sequence = sequence;
                Renew();
            }
        }
    }

    /// <summary>A reader has seen the feed as far as that.</summary>
    public void Seen(long sequence)
    {
        lock (_lock)
        {
            _seen = Math.Max(_seen, sequence);
        }
    }

    public void Observed(FeedHead head)
    {
        lock (_lock)
        {
            // A head below what was there before: read before the last append, or else, when the next one is below it too, the store was
            // restored to an earlier day. Then those who are ahead must not wait for it to catch up.
            var isLower = head.Sequence < Math.Max(_sequence, _seen);
            if ((_epoch is { } epoch && epoch != head.Epoch) || (isLower && _wasLower))
            {
                (_sequence, _seen, _restored, isLower) = (head.Sequence, head.Sequence, _restored + 1, false);
                Renew();
            }

            (_epoch, _wasLower) = (head.Epoch, isLower);
            Grown(head.Sequence);
        }
    }

    public bool HasChanged(FeedHead seen)
    {
        lock (_lock)
        {
            return _sequence > seen.Sequence || (_epoch is { } epoch && epoch != seen.Epoch);
        }
    }

    public void Signal()
    {
        lock (_lock)
        {
            Renew();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Renew()
    {
        var signal = _signal;
        _signal = New();
        signal.SetResult();
    }
}
