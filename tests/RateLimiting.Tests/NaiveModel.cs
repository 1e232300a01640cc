namespace Investigations.RateLimiting.Tests;

/// <summary>
/// The limits as one would explain them, told anew from the whole history at each question, and retry times found by trying. Slow, and
/// sharing nothing with the packages but the rule.
/// </summary>
internal sealed class NaiveModel(RateLimitRule rule)
{
    private readonly List<(long At, long Cost)> _taken = [];
    private readonly List<(long At, long End, bool Penalty, int Level)> _violations = [];

    private long Window => rule.Window.Ticks;

    public RateLimitDecision Check(long now, int cost)
    {
        if (Episode(now) is { Penalty: true } block)
        {
            return Rejected(RateLimitOutcome.Blocked, now, block.End);
        }

        if (Fits(now, cost))
        {
            _taken.Add((now, cost));
            return Standing(now);
        }

        var free = now;
        while (!Fits(free, cost))
        {
            free++;
        }

        if (Episode(now) is not null)
        {
            return Rejected(RateLimitOutcome.Blocked, now, free);
        }

        var level = Math.Min(rule.MaxViolations, Level(now) + 1);
        var penalty = Cost(level);
        _violations.Add((now, Math.Max(free, now + penalty), penalty > 0, level));
        return Rejected(RateLimitOutcome.Violation, now, _violations[^1].End);
    }

    public RateLimitDecision Peek(long now)
    {
        if (Episode(now) is { Penalty: true } block)
        {
            return Rejected(RateLimitOutcome.Blocked, now, block.End);
        }

        var free = now;
        while (!Fits(free, 1))
        {
            free++;
        }

        return free > now && Episode(now) is not null
            ? Rejected(RateLimitOutcome.Blocked, now, free)
            : Standing(now) with { RetryAfter = new TimeSpan(free - now) };
    }

    private RateLimitDecision Standing(long now) => new()
    {
        Outcome = RateLimitOutcome.Allowed,
        Limit = rule.PermitLimit,
        Remaining = Remaining(now),
        Violations = Level(now),
        ResetAfter = new TimeSpan(ResetAt(now) - now),
    };

    private RateLimitDecision Rejected(RateLimitOutcome outcome, long now, long until) => new()
    {
        Outcome = outcome,
        Limit = rule.PermitLimit,
        Violations = Level(now),
        ResetAfter = new TimeSpan(until - now),
        RetryAfter = new TimeSpan(until - now),
    };

    private (long At, long End, bool Penalty, int Level)? Episode(long now) =>
        _violations.Count > 0 && _violations[^1].End > now ? _violations[^1] : null;

    private int Level(long now)
    {
        if (_violations.Count == 0)
        {
            return 0;
        }

        var (level, end) = (_violations[^1].Level, _violations[^1].End);
        while (level > 0 && end + rule.DecayInterval.Ticks <= now)
        {
            end += rule.DecayInterval.Ticks;
            level--;
        }

        return level;
    }

    private long Cost(int level)
    {
        if (level <= rule.FreeViolations)
        {
            return 0;
        }

        decimal penalty = rule.BasePenalty.Ticks;
        for (var i = 1; i < level - rule.FreeViolations && penalty < rule.MaxPenalty.Ticks; i++)
        {
            penalty *= (decimal)rule.Factor;
        }

        return Math.Min((long)penalty, rule.MaxPenalty.Ticks);
    }

    private bool Fits(long now, long cost) => Left(now) >= cost;

    private int Remaining(long now) => (int)Math.Max(0, decimal.Floor(Left(now)));

    /// <summary>Permits left, where it matters with the parts of permits that have come back.</summary>
    private decimal Left(long now) => rule.Algorithm switch
    {
        RateLimitAlgorithm.TokenBucket => rule.PermitLimit - Debt(now) / Window,
        RateLimitAlgorithm.SlidingWindow => Windows(now) is var (start, previous, current)
            ? rule.PermitLimit - current - previous * (decimal)(Window - (now - start)) / Window : 0,
        _ => rule.PermitLimit - Windows(now).Current,
    };

    private long ResetAt(long now) => rule.Algorithm == RateLimitAlgorithm.TokenBucket
        ? now + (long)decimal.Ceiling(Debt(now) / rule.PermitLimit)
        : Windows(now).Start + Window;

    /// <summary>What has not drained, in permits times ticks.</summary>
    private decimal Debt(long now)
    {
        decimal debt = 0;
        var last = 0L;
        foreach (var (at, cost) in _taken)
        {
            debt = Math.Max(0, debt - (at - last) * rule.PermitLimit) + cost * Window;
            last = at;
        }

        return Math.Max(0, debt - (now - last) * rule.PermitLimit);
    }

    /// <summary>The window that an instant is in: it began with a request, or where one in use ended (sliding).</summary>
    private (long Start, long Previous, long Current) Windows(long now)
    {
        var (start, previous, current) = (now, 0L, 0L);
        foreach (var (at, cost) in _taken)
        {
            (start, previous, current) = Roll(start, previous, current, at);
            current += cost;
        }

        return Roll(start, previous, current, now);
    }

    private (long Start, long Previous, long Current) Roll(long start, long previous, long current, long to)
    {
        while (previous + current > 0 && to >= start + Window)
        {
            (start, previous, current) = (start + Window, rule.Algorithm == RateLimitAlgorithm.SlidingWindow ? current : 0, 0);
        }

        return previous + current > 0 ? (start, previous, current) : (to, 0, 0);
    }
}
