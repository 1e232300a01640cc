namespace Investigations.RateLimiting;

/// <summary>The ranges of a policy's members; within them no sum or product of the algorithms overflows.</summary>
internal static class RateLimitRanges
{
    public const int MinPermitLimit = 1;
    public const int MaxPermitLimit = 1_000_000;
    public static readonly TimeSpan MinWindow = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(1);
    public static readonly TimeSpan MaxPenalty = TimeSpan.FromDays(365);
}
