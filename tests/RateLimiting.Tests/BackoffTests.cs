using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

public class BackoffTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryRateLimitStore _store;

    public BackoffTests() => _store = new MemoryRateLimitStore(_time, 1000);

    [Fact]
    public void Violation_InARow_DoublesUpToAnHour()
    {
        var rule = TestRules.Rule(limit: 2);
        List<double> minutes = [];
        for (var i = 0; i < 9; i++)
        {
            var decision = _store.Violate(rule);
            Assert.Equal((RateLimitOutcome.Violation, i + 1), (decision.Outcome, decision.Violations));
            minutes.Add(decision.RetryAfter.TotalMinutes);
            _time.Advance(decision.RetryAfter);
        }

        Assert.Equal([1, 1, 2, 4, 8, 16, 32, 60, 60], minutes);
    }

    [Fact]
    public void Request_DuringABlock_NeitherExtendsItNorCounts()
    {
        var rule = TestRules.Rule(limit: 1);
        _store.Violate(rule);
        _time.Advance(rule.Window);
        var second = _store.Violate(rule);
        _time.Advance(TimeSpan.FromSeconds(20));

        var hammered = Enumerable.Range(0, 100).Select(_ => _store.Check(rule)).Last();

        Assert.Equal((RateLimitOutcome.Blocked, 2), (hammered.Outcome, hammered.Violations));
        Assert.Equal(second.RetryAfter - TimeSpan.FromSeconds(20), hammered.RetryAfter);
    }

    [Fact]
    public void Request_WhenABlockHasEnded_PassesWithAWholeWindow()
    {
        var rule = TestRules.Rule(limit: 2);
        _store.Violate(rule);
        _time.Advance(rule.Window);
        var second = _store.Violate(rule);
        _time.Advance(second.RetryAfter);

        Assert.Equal((RateLimitOutcome.Allowed, 1), (_store.Check(rule) is var d ? d.Outcome : default, d.Remaining));
    }

    [Fact]
    public void Penalty_ShorterThanTheRestOfTheWindow_LastsUntilItsEnd()
    {
        var rule = TestRules.Rule(limit: 1, configure: p => p.Backoff = new() { BasePenalty = TimeSpan.FromSeconds(5), FreeViolations = 0 });

        Assert.Equal(TimeSpan.FromSeconds(60), _store.Violate(rule).RetryAfter);
    }

    [Theory]
    [InlineData(599, 2)]
    [InlineData(600, 1)]
    [InlineData(1199, 1)]
    [InlineData(1200, 0)]
    [InlineData(30 * 86_400, 0)]
    public void Level_AfterGoodBehaviour_IsForgivenForEachTenWindows(int seconds, int violations)
    {
        var rule = TestRules.Rule(limit: 1);
        _time.Advance(_store.Violate(rule).RetryAfter);
        _time.Advance(_store.Violate(rule).RetryAfter);

        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(violations, _store.Peek(rule).Violations);
        Assert.Equal(violations, _store.Check(rule).Violations);
    }

    [Fact]
    public void Level_DuringALongBlock_IsNotForgiven()
    {
        var rule = TestRules.Rule(limit: 1, configure: p => p.Backoff = new() { DecayInterval = TimeSpan.FromSeconds(30) });
        _time.Advance(_store.Violate(rule).RetryAfter);
        _store.Violate(rule);

        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(2, _store.Check(rule).Violations);
    }

    [Fact]
    public void Violations_BeyondTheMost_AreNotCounted()
    {
        var rule = TestRules.Rule(limit: 1, configure: p => p.Backoff = new() { MaxViolations = 2 });
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(_store.Violate(rule).RetryAfter);
        }

        Assert.Equal(2, _store.Peek(rule).Violations);
    }

    [Fact]
    public void Violations_WithoutBackoff_WaitForTheWindowOnly()
    {
        var rule = TestRules.Rule(limit: 1, configure: p => p.Backoff.Enabled = false);
        for (var i = 0; i < 5; i++)
        {
            var decision = _store.Violate(rule);
            Assert.Equal(rule.Window, decision.RetryAfter);
            _time.Advance(decision.RetryAfter);
        }
    }

    [Fact]
    public void Request_DuringABlockWhereThatCounts_LengthensTheBlock()
    {
        var rule = TestRules.Rule(limit: 1, configure: p => p.Backoff.BlockedRequestsPerViolation = 10);
        _store.Violate(rule);
        _time.Advance(TimeSpan.FromSeconds(50));

        var outcomes = Enumerable.Range(0, 10).Select(_ => _store.Check(rule)).ToList();

        Assert.All(outcomes.Take(9), d => Assert.Equal((RateLimitOutcome.Blocked, 1), (d.Outcome, d.Violations)));
        Assert.Equal((RateLimitOutcome.Violation, 2, 60d), (outcomes[9].Outcome, outcomes[9].Violations, outcomes[9].RetryAfter.TotalSeconds));
    }

    [Fact]
    public void Jitter_OfAPenalty_IsDrawnOncePerViolation()
    {
        var rule = TestRules.Rule(limit: 1, configure: p => p.Backoff = new() { JitterRatio = 0.5, FreeViolations = 0 });
        List<TimeSpan> penalties = [];
        for (var i = 0; i < 20; i++)
        {
            var key = RateLimitKey.ForUser($"user {i}");
            var violation = _store.Violate(rule, key);
            penalties.Add(violation.RetryAfter);
            Assert.Equal(violation.RetryAfter, _store.Check(rule, key: key).RetryAfter);
            Assert.InRange(violation.RetryAfter, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
        }

        Assert.True(penalties.Distinct().Count() > 1);
    }
}
