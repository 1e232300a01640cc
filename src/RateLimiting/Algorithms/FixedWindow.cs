namespace Investigations.RateLimiting;

/// <summary>A window that starts with the key's first request.</summary>
internal sealed class FixedWindow : LimitAlgorithm
{
    public static readonly FixedWindow Instance = new();

    public override Quota Take(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        var used = Roll(ref state, rule, now);
        var fits = used + cost <= rule.PermitLimit;
        if (fits)
        {
            state.Used = used += cost;
        }

        return new(fits, (int)Math.Max(0, rule.PermitLimit - used), FreshAt(state, rule));
    }

    public override void Charge(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        var used = Roll(ref state, rule, now);
        state.Used = cost < 0 ? Math.Max(0, used + cost) : Math.Max(used, Math.Min(used + cost, rule.PermitLimit));
    }

    public override long AvailableAt(in LimitState state, RateLimitRule rule, long now, int cost) => FreshAt(state, rule);

    public override long FreshAt(in LimitState state, RateLimitRule rule) => state.Anchor + rule.Window.Ticks;

    private static long Roll(ref LimitState state, RateLimitRule rule, long now)
    {
        if (state.Used <= 0 || now - state.Anchor >= rule.Window.Ticks)
        {
            (state.Anchor, state.Used, state.Previous) = (now, 0, 0);
        }

        return state.Used;
    }
}
