namespace Investigations.RateLimiting;

/// <summary>
/// A monotonic clock for decisions, in ticks of 100 ns since it was made; the wall clock's distance to it, for what clients are told; and a cheap
/// reading that is within <see cref="Tolerance"/>, for decisions that do not depend on the exact time (reading the exact clock is half of a check).
/// </summary>
internal sealed class StoreClock
{
    /// <summary>How far the cheap reading may be off: several times the 16 ms that the coarsest system clocks advance by.</summary>
    public const long Tolerance = 60 * TimeSpan.TicksPerMillisecond;

    private const long Recheck = TimeSpan.TicksPerSecond;

    private readonly TimeProvider _time;
    private readonly bool _isSystem;
    private readonly long _origin;
    private readonly double _ticksPerStamp;
    private long _coarseOrigin;
    private long _utcOrigin;
    private long _checkedAt;

    public StoreClock(TimeProvider time)
    {
        _time = time;
        _isSystem = time == TimeProvider.System;
        _origin = time.GetTimestamp();
        _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
        _utcOrigin = time.GetUtcNow().UtcTicks;
        _coarseOrigin = CoarseStamp;
    }

    public long Now => (long)((_time.GetTimestamp() - _origin) * _ticksPerStamp);

    /// <summary>About now. Exact where the time is not the system's, so that tests see one clock.</summary>
    public long Coarse
    {
        get
        {
            if (!_isSystem)
            {
                return Now;
            }

            var coarse = CoarseStamp - Volatile.Read(ref _coarseOrigin);
            return coarse - Volatile.Read(ref _checkedAt) < Recheck ? coarse : Check();
        }
    }

    /// <summary>The wall clock's reading at an instant, in UTC ticks: of one instant always the same, unless the wall clock is set.</summary>
    public long UtcTicks(long instant, long now)
    {
        if (now - Volatile.Read(ref _checkedAt) >= Recheck || !_isSystem)
        {
            Check();
        }

        return Volatile.Read(ref _utcOrigin) + instant;
    }

    private static long CoarseStamp => Environment.TickCount64 * TimeSpan.TicksPerMillisecond;

    /// <summary>Once a second: clocks drift apart, and the wall clock may have been set (by more than half a second, or it is drift).</summary>
    private long Check()
    {
        var now = Now;
        var utcOrigin = _time.GetUtcNow().UtcTicks - now;
        if (Math.Abs(utcOrigin - Volatile.Read(ref _utcOrigin)) > TimeSpan.TicksPerSecond / 2)
        {
            Volatile.Write(ref _utcOrigin, utcOrigin);
        }

        Volatile.Write(ref _coarseOrigin, CoarseStamp - now);
        Volatile.Write(ref _checkedAt, now);
        return now;
    }
}
