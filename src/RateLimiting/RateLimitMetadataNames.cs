using System.Threading.RateLimiting;

namespace Investigations.RateLimiting;

/// <summary>
/// What leases of <see cref="BackoffRateLimiter"/> and of the policies <c>backoff:*</c> tell, acquired or not, beside the framework's own
/// <see cref="MetadataName.RetryAfter"/> (only when not acquired).
/// </summary>
public static class RateLimitMetadataNames
{
    /// <summary>Permits a window.</summary>
    public static MetadataName<int> Limit { get; } = MetadataName.Create<int>("LIMIT");

    /// <summary>Permits left.</summary>
    public static MetadataName<int> Remaining { get; } = MetadataName.Create<int>("REMAINING");

    /// <summary>The time until the window or the block ends.</summary>
    public static MetadataName<TimeSpan> Reset { get; } = MetadataName.Create<TimeSpan>("RESET");

    /// <summary>Violations not forgiven yet.</summary>
    public static MetadataName<int> Violations { get; } = MetadataName.Create<int>("VIOLATIONS");
}
