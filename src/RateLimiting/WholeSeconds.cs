namespace Investigations.RateLimiting;

/// <summary>Rounds up, so that a client that waits as long as it is told is never early.</summary>
internal static class WholeSeconds
{
    public static long Ceiling(TimeSpan time) => Ceiling(time.Ticks);

    public static long EpochCeiling(DateTimeOffset instant) => Ceiling(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    private static long Ceiling(long ticks) => ticks <= 0 ? 0 : (ticks - 1) / TimeSpan.TicksPerSecond + 1;
}
