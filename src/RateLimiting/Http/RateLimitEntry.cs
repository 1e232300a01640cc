namespace Investigations.RateLimiting;

/// <summary>One policy's decision about a request, with what is needed to charge or give back later.</summary>
internal struct RateLimitEntry
{
    public RateLimitPolicy Policy;
    public RateLimitRule Rule;
    public RateLimitKey Key;
    public RateLimitDecision Decision;

    public readonly RateLimitResult Result => new(Policy.Name, Decision, Policy.Shadow);

    public readonly bool IsRejection => !Decision.IsAllowed && !Policy.Shadow;
}
