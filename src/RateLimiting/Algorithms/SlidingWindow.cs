namespace Investigations.RateLimiting;

/// <summary>Two windows, the earlier weighted by how much of it the last window's length still covers.</summary>
internal sealed class SlidingWindow : LimitAlgorithm
{
    public static readonly SlidingWindow Instance = new();

    public override Quota Take(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        Roll(ref state, rule, now);
        var window = rule.Window.Ticks;
        var free = Free(state, rule, now);
        var fits = cost * window <= free;
        if (fits)
        {
            state.Used += cost;
            free -= cost * window;
        }

        return new(fits, (int)Math.Max(0, free / window), state.Anchor + window);
    }

    public override void Charge(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        Roll(ref state, rule, now);
        var left = CeilingDivide(Free(state, rule, now), rule.Window.Ticks);
        state.Used = Math.Max(0, state.Used + Math.Min(cost, left));
    }

    public override long AvailableAt(in LimitState state, RateLimitRule rule, long now, int cost)
    {
        var window = rule.Window.Ticks;
        var room = rule.PermitLimit - state.Used - cost;
        if (room >= 0)
        {
            return state.Previous == 0 ? now : Math.Max(now, state.Anchor + window - room * window / state.Previous);
        }

        var overlap = state.Used == 0 ? window : (rule.PermitLimit - cost) * window / state.Used;
        return state.Anchor + window + Math.Max(0, window - overlap);
    }

    public override long FreshAt(in LimitState state, RateLimitRule rule) =>
        state.Anchor + (state.Used > 0 ? 2 : 1) * rule.Window.Ticks;

    /// <summary>What is left, in permits times ticks.</summary>
    private static long Free(in LimitState state, RateLimitRule rule, long now)
    {
        var window = rule.Window.Ticks;
        return (rule.PermitLimit - state.Used) * window - state.Previous * (window - (now - state.Anchor));
    }

    private static void Roll(ref LimitState state, RateLimitRule rule, long now)
    {
        state.Used = Math.Max(0, state.Used);
        var windows = (now - state.Anchor) / rule.Window.Ticks;
        if (windows > 0)
        {
            state.Anchor += rule.Window.Ticks;
            state.Previous = windows == 1 ? (int)state.Used : 0;
            state.Used = 0;
        }

        if (state is { Used: 0, Previous: 0 })
        {
            state.Anchor = now;
        }
    }
}
