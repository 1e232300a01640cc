namespace Investigations.Sse;

/// <summary>Milliseconds that never go back, for intervals; and the wall clock, for expiries.</summary>
internal sealed class SseClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Now => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    public long After(DateTimeOffset instant)
    {
        var left = (instant - time.GetUtcNow()).TotalMilliseconds;
        return left <= 0 ? Now : Now + (long)left;
    }

    /// <summary>A span as milliseconds; an infinite one never passes.</summary>
    public static long Milliseconds(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? long.MaxValue : (long)Math.Min(span.TotalMilliseconds, long.MaxValue / 4);
}
