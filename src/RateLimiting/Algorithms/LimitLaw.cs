namespace Investigations.RateLimiting;

/// <summary>
/// The backoff state machine around an algorithm. A violation is an episode: the first rejection raises the level and sets the episode's end,
/// all further ones until then are part of it. A free violation lasts as long as the counters say, a penalty stands whatever they say.
/// </summary>
internal static class LimitLaw
{
    public static Verdict Check(ref LimitState state, RateLimitRule rule, long now, int cost, Random random)
    {
        Forgive(ref state, rule, now);
        if (state.Penalized && now < state.Until)
        {
            return Press(ref state, rule) ? Escalate(ref state, rule, now, state.Until, random) : Blocked(state, rule, state.Until);
        }

        var quota = rule.Law.Take(ref state, rule, now, cost);
        if (quota.Fits)
        {
            state.Penalized = false;
            return new(RateLimitOutcome.Allowed, quota.Remaining, state.Level, quota.ResetAt, 0, FreshAt(state, rule));
        }

        var available = rule.Law.AvailableAt(state, rule, now, cost);
        return now < state.Until && !Press(ref state, rule)
            ? Blocked(state, rule, available)
            : Escalate(ref state, rule, now, available, random);
    }

    /// <summary>Whether a check has the same outcome at every instant of a span: inside a fixed window, in good standing, within the limit.</summary>
    public static bool IsSettled(in LimitState state, RateLimitRule rule, long from, long to, int cost) =>
        rule.Algorithm == RateLimitAlgorithm.FixedWindow
        && state.Level == 0
        && state.Used > 0
        && state.Used + cost <= rule.PermitLimit
        && state.Anchor <= from
        && to < state.Anchor + rule.Window.Ticks;

    /// <summary>Where the key stands: blocked if a request of cost 1 would be rejected within an episode. The state is a copy.</summary>
    public static Verdict Peek(LimitState state, RateLimitRule rule, long now)
    {
        Forgive(ref state, rule, now);
        if (state.Penalized && now < state.Until)
        {
            return Blocked(state, rule, state.Until);
        }

        var quota = rule.Law.Take(ref state, rule, now, cost: 0);
        var available = quota.Remaining == 0 ? rule.Law.AvailableAt(state, rule, now, cost: 1) : 0;
        return available > 0 && now < state.Until
            ? Blocked(state, rule, available)
            : new(RateLimitOutcome.Allowed, quota.Remaining, state.Level, quota.ResetAt, available, FreshAt(state, rule));
    }

    /// <summary>Takes or gives back without a decision: no violation comes of it, and nothing is taken during a penalty.</summary>
    public static Verdict Charge(ref LimitState state, RateLimitRule rule, long now, int cost)
    {
        Forgive(ref state, rule, now);
        if (state.Penalized && now < state.Until)
        {
            return Blocked(state, rule, state.Until);
        }

        rule.Law.Charge(ref state, rule, now, Math.Clamp(cost, -RateLimitRanges.MaxPermitLimit, RateLimitRanges.MaxPermitLimit));
        var quota = rule.Law.Take(ref state, rule, now, cost: 0);
        return new(RateLimitOutcome.Allowed, quota.Remaining, state.Level, quota.ResetAt, 0, FreshAt(state, rule));
    }

    private static Verdict Escalate(ref LimitState state, RateLimitRule rule, long now, long available, Random random)
    {
        state.Level = Math.Min(rule.MaxViolations, state.Level + 1);
        var penalty = Penalty.Of(rule, state.Level, rule.JitterRatio > 0 ? random.NextDouble() : 0);
        state.Penalized = penalty > 0 || (state.Penalized && now < state.Until);
        state.Until = Math.Max(available, now + penalty);
        state.Pressed = 0;
        return Blocked(state, rule, state.Until) with { Outcome = RateLimitOutcome.Violation };
    }

    private static Verdict Blocked(in LimitState state, RateLimitRule rule, long retryAt) =>
        new(RateLimitOutcome.Blocked, 0, state.Level, retryAt, retryAt, FreshAt(state, rule));

    private static bool Press(ref LimitState state, RateLimitRule rule) =>
        rule.BlockedRequestsPerViolation > 0 && ++state.Pressed >= rule.BlockedRequestsPerViolation;

    private static long FreshAt(in LimitState state, RateLimitRule rule)
    {
        var counters = rule.Law.FreshAt(state, rule);
        return state.Level == 0 ? counters : Math.Max(counters, state.Until + state.Level * rule.DecayInterval.Ticks);
    }

    private static void Forgive(ref LimitState state, RateLimitRule rule, long now)
    {
        if (state.Level == 0 || now - state.Until < rule.DecayInterval.Ticks)
        {
            return;
        }

        var intervals = (now - state.Until) / rule.DecayInterval.Ticks;
        state.Level = (int)Math.Max(0, state.Level - intervals);
        state.Until += intervals * rule.DecayInterval.Ticks;
    }
}
