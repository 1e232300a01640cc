namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>A rule that changes between two checks of one key, as when configuration is reloaded: as in the memory store.</summary>
public class ChangedRuleTests(RedisFixture redis)
{
    private long _now = 1_790_000_000_000;

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow, RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.FixedWindow, RateLimitAlgorithm.TokenBucket)]
    [InlineData(RateLimitAlgorithm.SlidingWindow, RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow, RateLimitAlgorithm.TokenBucket)]
    [InlineData(RateLimitAlgorithm.TokenBucket, RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket, RateLimitAlgorithm.SlidingWindow)]
    public async Task Algorithm_ThatIsAnother_NeverTakesTheCountersForItsOwn(RateLimitAlgorithm from, RateLimitAlgorithm to)
    {
        await using var node = await StoreAsync();
        var (old, changed) = (Rule(from), Rule(to));
        await node.CheckAsync(old, cost: 4);
        _now += 5_000;

        var first = await node.CheckAsync(changed);
        _now += 200_000;
        var later = await node.CheckAsync(changed);
        _now += 5_000;
        var back = await node.CheckAsync(old);

        Assert.Equal(RateLimitOutcome.Allowed, first.Outcome);
        Assert.InRange(first.Remaining, 5, 9);
        Assert.InRange(first.ResetAfter, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.Equal((RateLimitOutcome.Allowed, 9), (later.Outcome, later.Remaining));
        Assert.InRange(back.Remaining, 8, 9);
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public async Task Window_ThatIsShorterNow_IsWaitedForNoLongerThanItIs(RateLimitAlgorithm algorithm)
    {
        await using var node = await StoreAsync();
        await node.CheckAsync(Rule(algorithm, windowSeconds: 86_400), cost: 10);
        _now += 3_600_000;

        var decision = await node.CheckAsync(Rule(algorithm));

        Assert.InRange(decision.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        _now += 60_000;
        Assert.True((await node.CheckAsync(Rule(algorithm))).IsAllowed);
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public async Task Penalty_OfALargestThatIsSmallerNow_StandsAndIsOnlyLookedAt(RateLimitAlgorithm algorithm)
    {
        await using var node = await StoreAsync();
        var rule = Penalizing(TimeSpan.FromHours(1));
        await node.ViolateAsync(rule);
        _now += 300_000;

        var changed = Penalizing(TimeSpan.FromMinutes(10));
        var looked = await node.PeekAsync(changed);
        var known = await node.CheckAsync(changed);

        Assert.Equal((RateLimitOutcome.Blocked, TimeSpan.FromMinutes(55)), (looked.Outcome, looked.RetryAfter));
        Assert.Equal((RateLimitOutcome.Blocked, TimeSpan.FromMinutes(55)), (known.Outcome, known.RetryAfter));
        Assert.Equal(TimeSpan.FromMinutes(55), (await node.CheckAsync(rule)).RetryAfter);

        RateLimitRule Penalizing(TimeSpan penalty) => Rules.Of(10, configure: p =>
            (p.Algorithm, p.Backoff.FreeViolations, p.Backoff.BasePenalty, p.Backoff.MaxPenalty) = (algorithm, 0, penalty, penalty));
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public async Task Violations_UpToTheMost_CostTheLargestPenaltyWithoutOverflow(RateLimitAlgorithm algorithm)
    {
        await using var node = await StoreAsync();
        var year = TimeSpan.FromDays(365);
        var rule = Rules.Of(1, 86_400, p =>
        {
            p.Algorithm = algorithm;
            p.Backoff = new()
            {
                BasePenalty = year,
                MaxPenalty = year,
                DecayInterval = year,
                Factor = 100,
                JitterRatio = 1,
                FreeViolations = 0,
                MaxViolations = 1000,
                BlockedRequestsPerViolation = 1,
            };
        });
        await node.ViolateAsync(rule);
        RateLimitDecision violation = default;
        for (var i = 0; i < 1000; i++)
        {
            violation = await node.CheckAsync(rule);
        }

        Assert.Equal((RateLimitOutcome.Violation, 1000, year), (violation.Outcome, violation.Violations, violation.RetryAfter));
        Assert.Equal(0, (await node.Store.ChargeAsync(Rules.Alice, rule, int.MaxValue, TestContext.Current.CancellationToken)).Remaining);
        _now += 500 * (long)year.TotalMilliseconds;
        Assert.Equal(501, (await node.PeekAsync(rule)).Violations);
    }

    private async Task<StoreUnderTest> StoreAsync()
    {
        var node = await redis.StoreAsync(static o => o.BlockCacheDuration = TimeSpan.Zero);
        node.Script.Clock = () => _now;
        return node;
    }

    private static RateLimitRule Rule(RateLimitAlgorithm algorithm, int windowSeconds = 60) => Rules.Of(10, windowSeconds, p => p.Algorithm = algorithm);
}
