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
        Drain(ref state, rule, now);
        var window = rule.Window.Ticks;
        var full = rule.PermitLimit * window;
        var fits = state.Used + cost * window <= full;
        if (fits)
        {
            state.Used += cost * window;
        }

        return new(fits, (int)Math.Max(0, (full - state.Used) / window), FreshAt(state, rule));
    }

    public override void Charge(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        Drain(ref state, rule, now);
        var full = rule.PermitLimit * rule.Window.Ticks;
        var used = state.Used + cost * rule.Window.Ticks;
        state.Used = cost < 0 ? Math.Max(0, used) : Math.Max(state.Used, Math.Min(used, full));
    }

    public override long AvailableAt(in LimitState state, RateLimitRule rule, long now, int cost) =>
        now + CeilingDivide(state.Used - (rule.PermitLimit - cost) * rule.Window.Ticks, rule.PermitLimit);

    public override long FreshAt(in LimitState state, RateLimitRule rule) =>
        state.Anchor + CeilingDivide(state.Used, rule.PermitLimit);

    private static void Drain(ref LimitState state, RateLimitRule rule, long now)
    {
        var elapsed = now - state.Anchor;
        state.Anchor = now;
        state.Used = elapsed > state.Used / rule.PermitLimit ? 0 : state.Used - elapsed * rule.PermitLimit;
    }
}
