namespace Investigations.Sse;

/// <summary>
/// How long a stream waits for a source that it leaves: one deadline for all that the source still has to do, which comes nearer should the host begin to
/// stop meanwhile. The timer is made by the first wait, for most sources need none.
/// </summary>
internal sealed class LeaveGrace(SseConnection connection) : IAsyncDisposable
{
    private const long Usual = 5_000;
    private const long WhenStopping = 500;

    private readonly long _start = connection.Engine.Clock.Now;
    private ITimer? _timer;

    /// <summary>Waits for the connection's next signal, the host's stop among them. Answers false when the time is over.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        var left = Due - connection.Engine.Clock.Now;
        if (left <= 0)
        {
            return false;
        }

        _timer ??= connection.Engine.Clock.Time.CreateTimer(
            static state => ((SseConnection)state!).Signal(SseSignals.Deadline), connection, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(TimeSpan.FromMilliseconds(left), Timeout.InfiniteTimeSpan);
        await connection.WaitAsync();
        connection.Take();
        return true;
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private long Due => connection.Engine.Connections.DrainingSince is var since && since == long.MaxValue
        ? _start + Usual
        : Math.Min(_start + Usual, Math.Max(_start, since) + WhenStopping);
}
