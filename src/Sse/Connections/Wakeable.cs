using System.Threading.Tasks.Sources;

namespace Investigations.Sse;

/// <summary>
/// The one place where a stream's loop waits. Anyone signals, at any time; only the loop waits and takes. A base rather than a part, so that waking
/// thousands of streams touches one object of each.
/// </summary>
internal abstract class Wakeable : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _wake;
    private int _signals;

    /// <summary>Wakes the loop, on the pool's threads unless the caller is the one the loop would have awaited.</summary>
    public void Signal(SseSignals signal, bool inline = false)
    {
        int seen, next;
        do
        {
            seen = Volatile.Read(ref _signals);
            next = (seen | (int)signal) & ~(int)SseSignals.Parked;
            if (seen == next)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _signals, next, seen) != seen);

        if ((seen & (int)SseSignals.Parked) != 0)
        {
            _wake.RunContinuationsAsynchronously = !inline;
            _wake.SetResult(true);
        }
    }

    /// <summary>Completes at the next signal, at once if one has come since the last <see cref="Take"/>.</summary>
    public ValueTask WaitAsync()
    {
        _wake.Reset();
        return Interlocked.CompareExchange(ref _signals, (int)SseSignals.Parked, 0) == 0 ? new ValueTask(this, _wake.Version) : ValueTask.CompletedTask;
    }

    public SseSignals Take() => (SseSignals)Interlocked.Exchange(ref _signals, 0);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);
}
