namespace Investigations.RateLimiting;

/// <summary>
/// Two clocks: a monotonic one for decisions, in ticks of 100 ns since the store was made, and the wall clock's distance to it for what clients
/// are told. The distance is kept until the wall clock is set by more than half a second, so that an instant is not reported as two.
/// </summary>
internal sealed class StoreClock
{
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly double _ticksPerStamp;
    private long _utcAtOrigin;
    private long _checkedAt;

    public StoreClock(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
        _utcAtOrigin = time.GetUtcNow().UtcTicks;
    }

    public long Now => (long)((_time.GetTimestamp() - _origin) * _ticksPerStamp);

    public DateTimeOffset Utc(long instant, long now)
    {
        if (now - Volatile.Read(ref _checkedAt) >= TimeSpan.TicksPerSecond / 10)
        {
            Volatile.Write(ref _checkedAt, now);
            var distance = _time.GetUtcNow().UtcTicks - now;
            if (Math.Abs(distance - Volatile.Read(ref _utcAtOrigin)) > TimeSpan.TicksPerSecond / 2)
            {
                Volatile.Write(ref _utcAtOrigin, distance);
            }
        }

        var ticks = Volatile.Read(ref _utcAtOrigin) + instant;
        return new DateTimeOffset(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }
}
