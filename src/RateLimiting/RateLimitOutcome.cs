namespace Investigations.RateLimiting;

/// <summary>What became of one check.</summary>
public enum RateLimitOutcome
{
    /// <summary>Within the limit, and counted.</summary>
    Allowed,

    /// <summary>Over the limit, and the first rejection of an episode: it raised <see cref="RateLimitDecision.Violations"/>.</summary>
    Violation,

    /// <summary>Rejected within an episode that was already reported.</summary>
    Blocked,

    /// <summary>Admitted without being counted, because the store could not answer and is set to let requests pass.</summary>
    Uncounted,

    /// <summary>Refused without being counted, because the store could not answer and is set to refuse (503).</summary>
    Unavailable,
}
