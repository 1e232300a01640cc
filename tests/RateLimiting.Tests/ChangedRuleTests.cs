using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

/// <summary>A rule that changes between two checks of one key, as when configuration is reloaded.</summary>
public class ChangedRuleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryRateLimitStore _store;

    public ChangedRuleTests() => _store = new MemoryRateLimitStore(_time, 1000);

    public static TheoryData<RateLimitAlgorithm, RateLimitAlgorithm> Changes
    {
        get
        {
            var changes = new TheoryData<RateLimitAlgorithm, RateLimitAlgorithm>();
            foreach (var from in Enum.GetValues<RateLimitAlgorithm>())
            {
                foreach (var to in Enum.GetValues<RateLimitAlgorithm>().Where(to => to != from))
                {
                    changes.Add(from, to);
                }
            }

            return changes;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Algorithm_ThatIsAnother_NeverTakesTheCountersForItsOwn(RateLimitAlgorithm from, RateLimitAlgorithm to)
    {
        var (old, changed) = (Rule(from), Rule(to));
        _store.Check(old, 4);
        _time.Advance(TimeSpan.FromSeconds(5));

        var first = _store.Check(changed);
        _time.Advance(TimeSpan.FromSeconds(200));
        var later = _store.Check(changed);
        _time.Advance(TimeSpan.FromSeconds(5));
        var back = _store.Check(old);

        Assert.Equal(RateLimitOutcome.Allowed, first.Outcome);
        Assert.InRange(first.Remaining, 5, 9);
        Assert.InRange(first.ResetAfter, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.Equal((RateLimitOutcome.Allowed, 9), (later.Outcome, later.Remaining));
        Assert.InRange(back.Remaining, 8, 9);
    }

    [Fact]
    public void Penalty_OfALargestThatIsSmallerNow_Stands()
    {
        _store.Violate(Penalizing(TimeSpan.FromHours(1)));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TimeSpan.FromMinutes(55), _store.Check(Penalizing(TimeSpan.FromMinutes(10))).RetryAfter);

        static RateLimitRule Penalizing(TimeSpan penalty) => TestRules.Rule(configure: p =>
            (p.Backoff.FreeViolations, p.Backoff.BasePenalty, p.Backoff.MaxPenalty) = (0, penalty, penalty));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Algorithm_ThatIsAnother_LeavesAPenaltyAsItIs(RateLimitAlgorithm from, RateLimitAlgorithm to)
    {
        _time.Advance(_store.Violate(Rule(from)).RetryAfter);
        var violation = _store.Violate(Rule(from));

        var after = _store.Check(Rule(to));

        Assert.Equal((RateLimitOutcome.Blocked, 2, violation.RetryAfter), (after.Outcome, after.Violations, after.RetryAfter));
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public void Window_ThatIsShorterNow_IsWaitedForNoLongerThanItIs(RateLimitAlgorithm algorithm)
    {
        var day = Rule(algorithm, TimeSpan.FromDays(1));
        _store.Check(day, 10);
        _time.Advance(TimeSpan.FromHours(1));

        var minute = Rule(algorithm, TimeSpan.FromMinutes(1));
        var decision = _store.Check(minute);

        Assert.InRange(decision.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_store.Check(minute).IsAllowed);
    }

    private static RateLimitRule Rule(RateLimitAlgorithm algorithm, TimeSpan? window = null) =>
        TestRules.Rule(10, configure: p => (p.Algorithm, p.Window) = (algorithm, window ?? TimeSpan.FromMinutes(1)));
}
