namespace Investigations.RateLimiting;

/// <summary>
/// What was taken drains at <c>PermitLimit</c> per window. Kept in permits times ticks: a permit is a window's ticks, and each tick drains
/// <c>PermitLimit</c>, so nothing is ever rounded.
/// </summary>
internal sealed class TokenBucket : LimitAlgorithm
{
    public static readonly TokenBucket Instance = new();

    public override Quota Take(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        var debt = Drain(ref state, rule, now);
        var window = rule.Window.Ticks;
        var full = rule.PermitLimit * window;
        var fits = debt + cost * window <= full;
        if (fits)
        {
            debt += cost * window;
            state.Used = -debt;
        }

        return new(fits, (int)Math.Max(0, (full - debt) / window), FreshAt(state, rule));
    }

    public override void Charge(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        var debt = Drain(ref state, rule, now) + cost * rule.Window.Ticks;
        state.Used = -Math.Clamp(debt, 0, rule.PermitLimit * rule.Window.Ticks);
    }

    public override long AvailableAt(in LimitState state, RateLimitRule rule, long now, int cost) =>
        now + CeilingDivide(Debt(state) - (rule.PermitLimit - cost) * rule.Window.Ticks, rule.PermitLimit);

    public override long FreshAt(in LimitState state, RateLimitRule rule) =>
        state.Anchor + CeilingDivide(Debt(state), rule.PermitLimit);

    private static long Debt(in LimitState state) => Math.Max(0, -state.Used);

    /// <summary>What is left to drain now: never more than a bucket holds, whatever it held before the limit was changed.</summary>
    private static long Drain(ref LimitState state, RateLimitRule rule, long now)
    {
        var debt = Math.Min(Debt(state), rule.PermitLimit * rule.Window.Ticks);
        var elapsed = now - state.Anchor;
        debt = elapsed > debt / rule.PermitLimit ? 0 : debt - elapsed * rule.PermitLimit;
        (state.Anchor, state.Used, state.Previous) = (now, -debt, 0);
        return debt;
    }
}
