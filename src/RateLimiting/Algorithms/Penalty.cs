namespace Investigations.RateLimiting;

/// <summary>How long the n-th violation in a row costs.</summary>
internal static class Penalty
{
    /// <summary>
    /// Zero for the free violations, then <c>BasePenalty * Factor^k</c>, lengthened by the jitter, at most <c>MaxPenalty</c>.
    /// In floating point and clamped before the cast: neither an infinite power nor a large base overflows.
    /// </summary>
    /// <param name="rule">The rule that was violated.</param>
    /// <param name="level">The violation's number, from 1.</param>
    /// <param name="draw">A random number from 0 to 1.</param>
    /// <returns>Ticks of 100 ns.</returns>
    public static long Of(RateLimitRule rule, int level, double draw)
    {
        if (!rule.BackoffEnabled || level <= rule.FreeViolations)
        {
            return 0;
        }

        var penalty = rule.BasePenalty.Ticks * Math.Pow(rule.Factor, level - rule.FreeViolations - 1);
        penalty *= 1 + rule.JitterRatio * draw;
        return penalty < rule.MaxPenalty.Ticks ? (long)penalty : rule.MaxPenalty.Ticks;
    }
}
