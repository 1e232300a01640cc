namespace Investigations.EventFeed;

/// <summary>What is known of a feed that somebody waits on.</summary>
internal sealed class WatchedFeed(string name)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _signal = New();
    private long _sequence;
    private long? _epoch;
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

    public void Observed(FeedHead head)
    {
        lock (_lock)
        {
            if (_epoch is { } epoch && epoch != head.Epoch)
            {
                _sequence = head.Sequence;
                Renew();
            }

            _epoch = head.Epoch;
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
