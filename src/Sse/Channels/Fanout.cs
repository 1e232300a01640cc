namespace Investigations.Sse;

/// <summary>
/// Tells a channel's streams that there are new frames: the first after a quiet spell at once, those that follow within the
/// window together when it ends. Runs on the pool, so appending never waits for the number of streams.
/// </summary>
internal sealed class Fanout : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SseClock _clock;
    private readonly long _window;
    private readonly Action _beforeSignal;
    private readonly List<ChannelStream> _streams = [];
    private ITimer? _timer;
    private long _last;
    private int _isScheduled;

    public Fanout(SseClock clock, TimeSpan window, Action beforeSignal)
    {
        _clock = clock;
        _window = SseClock.Milliseconds(window);
        _last = clock.Now - _window;
        _beforeSignal = beforeSignal;
    }

    public void Add(ChannelStream stream)
    {
        lock (_gate)
        {
            stream.Index = _streams.Count;
            _streams.Add(stream);
        }
    }

    public void Remove(ChannelStream stream)
    {
        lock (_gate)
        {
            var last = _streams[^1];
            _streams[stream.Index] = last;
            last.Index = stream.Index;
            _streams.RemoveAt(_streams.Count - 1);
        }
    }

    public void Appended(bool atOnce = false)
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) != 0)
        {
            if (atOnce)
            {
                _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            return;
        }

        var wait = atOnce ? 0 : Volatile.Read(ref _last) + _window - _clock.Now;
        if (wait <= 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Later(TimeSpan.FromMilliseconds(wait));
        }
    }

    public void Execute()
    {
        Volatile.Write(ref _last, _clock.Now);
        Interlocked.Exchange(ref _isScheduled, 0);
        _beforeSignal();
        lock (_gate)
        {
            foreach (var stream in _streams)
            {
                stream.Connection.Signal(SseSignals.Data);
            }
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Later(TimeSpan wait)
    {
        if (_timer is null)
        {
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            {
                _timer = _clock.Time.CreateTimer(static state => ((Fanout)state!).Execute(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
