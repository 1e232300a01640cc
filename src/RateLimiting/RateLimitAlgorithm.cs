namespace Investigations.RateLimiting;

/// <summary>How a policy counts.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>
    /// A window that starts with the key's first request and is followed by a new one with the first request after it.
    /// Counts are exact; a client can send twice the limit across the boundary of two windows.
    /// </summary>
    FixedWindow,

    /// <summary>The count of this window plus the part of the previous window's count that still overlaps: no double burst at a boundary.</summary>
    SlidingWindow,

    /// <summary>A bucket of <c>PermitLimit</c> permits that refills evenly over the window (GCRA): a burst, then a steady pace.</summary>
    TokenBucket,
}
