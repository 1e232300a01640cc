namespace Investigations.RateLimiting;

/// <summary>
/// What happens to a key that violates its limit again. A member that is null is inherited: a named policy's from the default policy,
/// the default policy's from the values given below.
/// </summary>
public sealed class RateLimitBackoffOptions
{
    /// <summary>Whether repeated violations block for longer than the window. Default: true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The first penalty, more than zero. Default: the policy's window.</summary>
    public TimeSpan? BasePenalty { get; set; }

    /// <summary>How much longer each penalty is than the one before it, 1 to 100. Default: 2.</summary>
    public double? Factor { get; set; }

    /// <summary>The longest penalty, at most 365 days. The rest of the window is waited for even when it is longer. Default: 1 hour.</summary>
    public TimeSpan? MaxPenalty { get; set; }

    /// <summary>Violations in a row that cost no more than the natural wait, 0 to 1000. Default: 1.</summary>
    public int? FreeViolations { get; set; }

    /// <summary>The time without a violation, counted from a block's end, after which one violation is forgiven. Default: ten windows.</summary>
    public TimeSpan? DecayInterval { get; set; }

    /// <summary>The largest random lengthening of a penalty, as a part of it, 0 to 1; drawn once a violation. Default: 0.</summary>
    public double? JitterRatio { get; set; }

    /// <summary>Where counting violations stops, 1 to 1000, so that good behaviour is forgiven in bounded time. Default: 20.</summary>
    public int? MaxViolations { get; set; }

    /// <summary>
    /// Requests during a block that count as one more violation and lengthen the block, 1 to 60000. Default: 0, requests during a block change nothing.
    /// </summary>
    public int? BlockedRequestsPerViolation { get; set; }
}
