namespace Investigations.RateLimiting;

/// <summary>Which rate-limit header fields responses carry.</summary>
[Flags]
public enum RateLimitHeaderFormats
{
    /// <summary>None; a 429 still carries <c>Retry-After</c>.</summary>
    None = 0,

    /// <summary><c>X-RateLimit-Limit</c>, <c>X-RateLimit-Remaining</c> and <c>X-RateLimit-Reset</c> (UTC epoch seconds).</summary>
    XRateLimit = 1,

    /// <summary>The structured fields <c>RateLimit</c> and <c>RateLimit-Policy</c> of draft-ietf-httpapi-ratelimit-headers.</summary>
    RateLimit = 2,

    /// <summary>All of them.</summary>
    All = XRateLimit | RateLimit,
}
