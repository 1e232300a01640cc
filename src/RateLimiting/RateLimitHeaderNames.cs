namespace Investigations.RateLimiting;

/// <summary>The names of the header fields that responses carry.</summary>
public static class RateLimitHeaderNames
{
    /// <summary>Requests admitted in a window.</summary>
    public const string Limit = "X-RateLimit-Limit";

    /// <summary>Requests left in this window.</summary>
    public const string Remaining = "X-RateLimit-Remaining";

    /// <summary>When the window ends, in UTC epoch seconds, rounded up.</summary>
    public const string Reset = "X-RateLimit-Reset";

    /// <summary>What is left now, a policy each: <c>"default";r=59;t=42</c>.</summary>
    public const string RateLimit = "RateLimit";

    /// <summary>The policies that apply: <c>"default";q=60;w=60</c>.</summary>
    public const string RateLimitPolicy = "RateLimit-Policy";

    /// <summary>All of them and <c>Retry-After</c>: what a CORS policy exposes so that a browser's script can read them.</summary>
    public static IReadOnlyList<string> All { get; } = [Limit, Remaining, Reset, RateLimit, RateLimitPolicy, "Retry-After"];
}
