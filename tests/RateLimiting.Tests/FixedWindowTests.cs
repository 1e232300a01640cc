using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

public class FixedWindowTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryRateLimitStore _store;
    private readonly RateLimitRule _rule = TestRules.Rule(limit: 3);

    public FixedWindowTests() => _store = new MemoryRateLimitStore(_time, 1000);

    [Fact]
    public void Check_UpToTheLimit_CountsDownToZero()
    {
        Assert.Equal([2, 1, 0], Enumerable.Range(0, 3).Select(_ => _store.Check(_rule).Remaining));
    }

    [Fact]
    public void Check_OverTheLimit_IsRejectedUntilTheWindowEnds()
    {
        _store.Check(_rule);
        _time.Advance(TimeSpan.FromSeconds(18));

        var decision = _store.Violate(_rule);

        Assert.Equal(RateLimitOutcome.Violation, decision.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(42), decision.RetryAfter);
        Assert.Equal(42, decision.RetryAfterSeconds);
        Assert.Equal(0, decision.Remaining);
    }

    [Fact]
    public void Check_OneTickBeforeTheWindowEnds_IsInTheOldWindow()
    {
        _store.Violate(_rule);
        _time.Advance(_rule.Window - TimeSpan.FromTicks(1));

        var decision = _store.Check(_rule);

        Assert.Equal(RateLimitOutcome.Blocked, decision.Outcome);
        Assert.Equal(1, decision.RetryAfterSeconds);
    }

    [Fact]
    public void Check_ExactlyWhenTheWindowEnds_IsInANewOne()
    {
        _store.Violate(_rule);
        _time.Advance(_rule.Window);

        var decision = _store.Check(_rule);

        Assert.Equal((RateLimitOutcome.Allowed, 2), (decision.Outcome, decision.Remaining));
        Assert.Equal(_rule.Window, decision.ResetAfter);
    }

    [Fact]
    public void Check_AfterTheWindowWentByUnused_AnchorsANewOneAtTheRequest()
    {
        _store.Check(_rule);
        _time.Advance(TimeSpan.FromSeconds(85));

        Assert.Equal(TimeSpan.FromSeconds(60), _store.Check(_rule).ResetAfter);
    }

    [Fact]
    public void Check_WhenTheLimitIsLoweredBelowTheCount_RejectsWithNothingLeft()
    {
        var high = TestRules.Rule(limit: 60);
        for (var i = 0; i < 30; i++)
        {
            _store.Check(high);
        }

        var low = TestRules.Rule(limit: 10);

        Assert.Equal(0, _store.Peek(low).Remaining);
        var decision = _store.Check(low);
        Assert.Equal((RateLimitOutcome.Violation, 0), (decision.Outcome, decision.Remaining));
        Assert.True(decision.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public void Check_WhenTheLimitIsRaisedAgain_PassesAtOnce()
    {
        var low = TestRules.Rule(limit: 3);
        _store.Violate(low);

        var decision = _store.Check(TestRules.Rule(limit: 60));

        Assert.Equal((RateLimitOutcome.Allowed, 56), (decision.Outcome, decision.Remaining));
    }

    [Fact]
    public void Check_WithALargerCost_TakesThatMany()
    {
        Assert.Equal(1, _store.Check(_rule, cost: 2).Remaining);
        Assert.False(_store.Check(_rule, cost: 2).IsAllowed);
        Assert.Equal(0, _store.Check(_rule, cost: 1).Remaining);
    }

    [Fact]
    public void Check_OfAnotherKeyOrPolicy_IsCountedApart()
    {
        _store.Violate(_rule);

        Assert.True(_store.Check(_rule, key: RateLimitKey.ForUser("bob")).IsAllowed);
        Assert.True(_store.Check(TestRules.Rule(limit: 3, name: "other")).IsAllowed);
    }

    [Fact]
    public void Peek_AtAnyTime_ConsumesNothing()
    {
        Assert.Equal(3, _store.Peek(_rule).Remaining);
        _store.Check(_rule);
        Assert.Equal(2, _store.Peek(_rule).Remaining);
        Assert.Equal(2, _store.Peek(_rule).Remaining);
        Assert.Equal(1, _store.Check(_rule).Remaining);
    }

    [Fact]
    public async Task Reset_OfABlockedKey_ForgetsAll()
    {
        _store.Violate(_rule);

        await _store.ResetAsync(TestRules.Alice, _rule, TestContext.Current.CancellationToken);

        Assert.Equal((2, 0), (_store.Check(_rule).Remaining, _store.Peek(_rule).Violations));
    }
}
