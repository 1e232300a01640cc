namespace Investigations.Sse;

/// <summary>
/// The one reader of a channel's end: at every interval while someone watches, at once when woken, and never two at a time.
/// Calls that come during a read are answered by one more read.
/// </summary>
internal sealed class SourcePoller : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SseEngine _engine;
    private readonly SourcedCore _core;
    private readonly TimeSpan _interval;
    private readonly long _window;
    private readonly ITimer _timer;
    private readonly List<(long AfterRead, TaskCompletionSource<long> Done)> _waiting = [];
    private CancellationTokenSource _stop = new();
    private long _reads;
    private bool _isActive;
    private bool _isReading;
    private bool _again;
    private bool _pull;
    private int _failures;
    private long _lastRead;

    public SourcePoller(SseEngine engine, ChannelSettings settings, SourcedCore core)
    {
        _engine = engine;
        _core = core;
        _interval = settings.PollInterval;
        _window = SseClock.Milliseconds(settings.CoalesceWindow);
        _lastRead = engine.Clock.Now - _window;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = engine.Clock.Time.CreateTimer(static state => ((SourcePoller)state!).Poke(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Resume(bool readNow)
    {
        lock (_gate)
        {
            _isActive = true;
            _failures = 0;
            _stop = new CancellationTokenSource();
        }

        if (readNow)
        {
            Poke();
        }
    }

    public void Pause()
    {
        CancellationTokenSource stop;
        lock (_gate)
        {
            _isActive = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            stop = _stop;
        }

        _ = stop.CancelAsync();
    }

    /// <summary>Reads now, or once more if a read is under way.</summary>
    public void Poke()
    {
        lock (_gate)
        {
            if (!_isActive)
            {
                return;
            }

            if (_isReading)
            {
                _again = true;
                return;
            }

            _isReading = true;
        }

        // On the pool, without the context of whoever calls: it may be a request's, which the reads outlive.
        ThreadPool.UnsafeQueueUserWorkItem(static poller => _ = poller.ReadAsync(), this, preferLocal: false);
    }

    /// <summary>Reads now, but not more often than events are fanned out: a burst of calls is one read at the window's end.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (!_isActive)
            {
                return;
            }

            if (_isReading)
            {
                _again = true;
                return;
            }

            // A source that fails is not asked more often for being woken than it would be polled.
            var pause = _failures > 0 ? SseClock.Milliseconds(_interval) : _window;
            if (_lastRead + pause - _engine.Clock.Now is > 0 and var wait)
            {
                _timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Poke();
    }

    /// <summary>A stream waits for what is known to be there. One that cannot be read now is tried again in its own time.</summary>
    public void Pull()
    {
        lock (_gate)
        {
            _pull = true;
            if (_isReading || _failures > 0)
            {
                return;
            }
        }

        Poke();
    }

    /// <summary>Completes when a read that began after this call has come to the source's end, with the ring's head then; with -1 if the ring was given up.</summary>
    public Task<long> PollToEndAsync(CancellationToken cancellationToken)
    {
        Task<long> cover;
        lock (_gate)
        {
            if (_waiting is not [.., var (after, _)] || after != _reads)
            {
                _waiting.Add((_reads, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)));
            }

            cover = _waiting[^1].Done.Task;
        }

        Poke();
        return cover.WaitAsync(cancellationToken);
    }

    public void Dispose() => _timer.Dispose();

    private async Task ReadAsync()
    {
        while (true)
        {
            CancellationToken stop;
            long number;
            lock (_gate)
            {
                number = ++_reads;
                _again = _pull = false;
                _lastRead = _engine.Clock.Now;
                stop = _stop.Token;
            }

            var read = await TryReadAsync(number, stop);
            lock (_gate)
            {
                _failures = read is null ? _failures + 1 : 0;

                // After a page that had nothing for anyone, all still wait for what comes next.
                if (_isActive && read is { } seen && (_waiting.Count > 0 || (seen.HasMore && (_pull || seen.IsEmpty))))
                {
                    continue;
                }

                _isReading = false;
                if (_isActive)
                {
                    _timer.Change(NextIn(), Timeout.InfiniteTimeSpan);
                }

                return;
            }
        }
    }

    /// <summary>What a read has come to; <see langword="null"/> if it failed.</summary>
    private async Task<Extension?> TryReadAsync(long number, CancellationToken stop)
    {
        try
        {
            var read = await _core.ExtendAsync(stop);
            if (!read.HasMore)
            {
                Covered(number, read.Head);
            }

            return read;
        }
        catch (SseResetException)
        {
            Covered(number, -1);
            return Extension.None;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return Extension.None;
        }
        catch (Exception exception)
        {
            _engine.Logger.ChannelReadFailed(exception, Backoff.After(_failures, _interval));
            return null;
        }
    }

    private void Covered(long number, long head)
    {
        lock (_gate)
        {
            foreach (var (after, done) in _waiting)
            {
                if (after < number)
                {
                    done.TrySetResult(head);
                }
            }

            _waiting.RemoveAll(waiting => waiting.AfterRead < number);
        }
    }

    private TimeSpan NextIn() =>
        _failures > 0 ? Backoff.After(_failures - 1, _interval)
        : _again ? TimeSpan.FromMilliseconds(Math.Max(0, _lastRead + _window - _engine.Clock.Now))
        : _interval;
}
