namespace Investigations.RateLimiting;

/// <summary>The answer to one check of one key against one rule.</summary>
public readonly record struct RateLimitDecision
{
    /// <summary>What became of the check.</summary>
    public RateLimitOutcome Outcome { get; init; }

    /// <summary>Permits a window, at least 1.</summary>
    public int Limit { get; init; }

    /// <summary>Permits left, from 0 to <see cref="Limit"/>.</summary>
    public int Remaining { get; init; }

    /// <summary>Violation episodes that are not forgiven yet.</summary>
    public int Violations { get; init; }

    /// <summary>The instant at which the window or the block ends, the same in all answers of one window.</summary>
    public DateTimeOffset ResetAt
    {
        get => new(ResetTicks, TimeSpan.Zero);
        init => ResetTicks = value.UtcTicks;
    }

    /// <summary>The time until <see cref="ResetAt"/>, not negative.</summary>
    public TimeSpan ResetAfter { get; init; }

    /// <summary>The time after which the same request passes, of a look one of cost 1; zero when it passes now.</summary>
    public TimeSpan RetryAfter { get; init; }

    internal long ResetTicks { get; init; }

    /// <summary>Whether the request may go on.</summary>
    public bool IsAllowed => Outcome is RateLimitOutcome.Allowed or RateLimitOutcome.Uncounted;

    /// <summary>Whether a store has counted: not so while it is unavailable.</summary>
    public bool IsCounted => Outcome is not (RateLimitOutcome.Uncounted or RateLimitOutcome.Unavailable);

    /// <summary><see cref="RetryAfter"/> as the header's whole seconds, rounded up, at least 1.</summary>
    public long RetryAfterSeconds => Math.Max(1, WholeSeconds.Ceiling(RetryAfter));
}
