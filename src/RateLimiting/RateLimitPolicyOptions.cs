using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>One policy. A named policy's member that is null is inherited from <see cref="BackoffRateLimitingOptions.Default"/>.</summary>
public sealed class RateLimitPolicyOptions
{
    /// <summary>Permits a window, 1 to 1 000 000. Default: 60.</summary>
    public int? PermitLimit { get; set; }

    /// <summary>The window, 1 ms to 1 day. Default: 1 minute.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>How requests are counted. Default: <see cref="RateLimitAlgorithm.FixedWindow"/>.</summary>
    public RateLimitAlgorithm? Algorithm { get; set; }

    /// <summary>What repeated violations cost.</summary>
    public RateLimitBackoffOptions Backoff { get; set; } = new();

    /// <summary>
    /// Whose requests are counted together. Default: <see cref="RateLimitKeys.UserOrAddress"/>. Called for each request; what it throws is logged with the
    /// policy's name and fails the request, as any exception of the pipeline does.
    /// </summary>
    public Func<HttpContext, RateLimitKey>? PartitionBy { get; set; }

    /// <summary>
    /// The caller's own limit, 1 to 1 000 000 (what is outside is clamped), or null for <see cref="PermitLimit"/>. Called for each request, and what it
    /// throws fails the request, as with <see cref="PartitionBy"/>.
    /// </summary>
    public Func<HttpContext, int?>? PermitLimitBy { get; set; }

    /// <summary>Whether to decide, count, log and measure, but to reject nothing and to send no headers. Default: false.</summary>
    public bool? Shadow { get; set; }
}
