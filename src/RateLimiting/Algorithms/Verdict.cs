namespace Investigations.RateLimiting;

/// <summary>A decision in the store's own instants.</summary>
/// <param name="Outcome">What became of the check.</param>
/// <param name="Remaining">Permits left.</param>
/// <param name="Level">Violations not forgiven yet.</param>
/// <param name="ResetAt">When the window or the block ends.</param>
/// <param name="RetryAt">When the same request passes; 0 when this one did.</param>
/// <param name="FreshAt">From when on the state can be forgotten without a difference.</param>
internal readonly record struct Verdict(RateLimitOutcome Outcome, int Remaining, int Level, long ResetAt, long RetryAt, long FreshAt);
