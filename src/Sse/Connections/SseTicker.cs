using Microsoft.Extensions.Logging;

namespace Investigations.Sse;

/// <summary>The process's one timer for all streams and channels. It runs only while somebody needs it.</summary>
internal sealed class SseTicker : IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly SseClock _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private Action<long>[] _actions = [];
    private int _users;

    public SseTicker(SseClock clock, ILogger<SseTicker> logger)
    {
        _clock = clock;
        _logger = logger;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = clock.Time.CreateTimer(static state => ((SseTicker)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void OnTick(Action<long> action)
    {
        lock (_gate)
        {
            _actions = [.. _actions, action];
        }
    }

    public void Enter()
    {
        lock (_gate)
        {
            if (++_users == 1)
            {
                _timer.Change(Period, Period);
            }
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_users == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var now = _clock.Now;
        foreach (var action in Volatile.Read(ref _actions))
        {
            try
            {
                action(now);
            }
            catch (Exception exception)
            {
                // On a timer's thread it would end the process, for one stream's or listener's sake.
                _logger.TickFailed(exception);
            }
        }
    }
}
