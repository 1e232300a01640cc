namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>What becomes of requests while Redis does not answer in time.</summary>
public enum RateLimitStoreFailureMode
{
    /// <summary>Each node counts in its own memory: together they admit at most the number of nodes times the limit.</summary>
    LocalFallback,

    /// <summary>Requests pass uncounted and without rate-limit headers.</summary>
    FailOpen,

    /// <summary>Requests are refused with 503 and <c>Retry-After</c>.</summary>
    FailClosed,
}
