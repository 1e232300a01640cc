using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

/// <summary>The largest numbers that options and callers can give.</summary>
public class ExtremesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryRateLimitStore _store;

    public ExtremesTests() => _store = new MemoryRateLimitStore(_time, 1000);

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public async Task Charge_OfAnyCost_EmptiesOrFillsTheLimitAndNoMore(RateLimitAlgorithm algorithm)
    {
        var rule = TestRules.Rule(RateLimitRanges.MaxPermitLimit, configure: p => (p.Algorithm, p.Window) = (algorithm, RateLimitRanges.MaxWindow));
        _store.Check(rule);

        Assert.Equal(0, (await _store.ChargeAsync(TestRules.Alice, rule, int.MaxValue, TestContext.Current.CancellationToken)).Remaining);
        Assert.Equal(0, (await _store.ChargeAsync(TestRules.Alice, rule, int.MaxValue, TestContext.Current.CancellationToken)).Remaining);
        Assert.Equal(rule.PermitLimit, (await _store.ChargeAsync(TestRules.Alice, rule, int.MinValue, TestContext.Current.CancellationToken)).Remaining);
        Assert.Equal(0, _store.Check(rule, rule.PermitLimit).Remaining);
        var rejected = _store.Check(rule);
        Assert.InRange(rejected.RetryAfter, TimeSpan.FromTicks(1), 2 * RateLimitRanges.MaxWindow);
        _time.Advance(rejected.RetryAfter);
        Assert.True(_store.Check(rule).IsAllowed);
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public void Violations_UpToTheMost_CostTheLargestPenaltyAndAreForgivenOneByOne(RateLimitAlgorithm algorithm)
    {
        var rule = TestRules.Rule(1, configure: p =>
        {
            (p.Algorithm, p.Window) = (algorithm, RateLimitRanges.MaxWindow);
            p.Backoff = new()
            {
                BasePenalty = RateLimitRanges.MaxPenalty,
                MaxPenalty = RateLimitRanges.MaxPenalty,
                DecayInterval = RateLimitRanges.MaxPenalty,
                Factor = 100,
                JitterRatio = 1,
                FreeViolations = 0,
                MaxViolations = 1000,
                BlockedRequestsPerViolation = 1,
            };
        });
        for (var i = 1; i <= 1001; i++)
        {
            var violation = i == 1 ? _store.Violate(rule) : _store.Check(rule);
            Assert.Equal((RateLimitOutcome.Violation, Math.Min(i, 1000), RateLimitRanges.MaxPenalty), (violation.Outcome, violation.Violations, violation.RetryAfter));
        }

        _time.Advance(RateLimitRanges.MaxPenalty);
        _time.Advance(499 * RateLimitRanges.MaxPenalty);
        Assert.Equal(501, _store.Peek(rule).Violations);
        _time.Advance(501 * RateLimitRanges.MaxPenalty);
        Assert.Equal(0, _store.Peek(rule).Violations);
    }

    [Fact]
    public void Limiter_WithViolationsToRememberForAges_IsNotIdle()
    {
        using var limiter = new BackoffRateLimiter(
            new() { PermitLimit = 1, Window = TimeSpan.FromMilliseconds(1), Backoff = new() { DecayInterval = RateLimitRanges.MaxPenalty, MaxViolations = 1000, BlockedRequestsPerViolation = 1 } },
            timeProvider: _time);
        for (var i = 0; i < 1001; i++)
        {
            limiter.AttemptAcquire().Dispose();
        }

        _time.Advance(TimeSpan.FromDays(30));
        Assert.Null(limiter.IdleDuration);
    }

    [Fact]
    public void Slot_OfOneKey_IsACacheLine() => Assert.Equal((32, 64), (Unsafe.SizeOf<LimitState>(), Unsafe.SizeOf<Slot>()));
}
