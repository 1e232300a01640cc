namespace Investigations.RateLimiting.Tests;

public class ParallelTests
{
    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public void Check_TenThousandAtOnce_AdmitsExactlyTheLimitAndCountsOneViolation(RateLimitAlgorithm algorithm)
    {
        var store = new MemoryRateLimitStore(TimeProvider.System, 1000);
        var rule = TestRules.Rule(limit: 60, windowSeconds: 86_400, configure: p => p.Algorithm = algorithm);
        var decisions = new RateLimitDecision[10_000];

        Parallel.For(0, decisions.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => decisions[i] = store.Check(rule));

        var admitted = decisions.Where(static d => d.IsAllowed).ToList();
        Assert.Equal(Enumerable.Range(0, 60), admitted.Select(static d => d.Remaining).Order());
        Assert.Single(decisions, static d => d.Outcome == RateLimitOutcome.Violation);
        Assert.Equal(1, store.Peek(rule).Violations);
    }

    [Fact]
    public void Check_WhileKeysPushEachOtherOut_LosesNoPermitIntoADeadSlot()
    {
        var store = new MemoryRateLimitStore(TimeProvider.System, 64);
        var rule = TestRules.Rule(limit: 1_000_000, windowSeconds: 86_400);
        var hot = RateLimitKey.ForUser("hot");
        var blocked = TestRules.Rule(limit: 1, windowSeconds: 86_400, name: "tight");
        store.Violate(blocked, hot);

        Parallel.For(0, 100_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            store.Check(rule, key: RateLimitKey.ForUser($"{i}"));
            Assert.False(store.Check(blocked, key: hot).IsAllowed);
        });

        Assert.Equal(64, store.TrackedKeys);
        Assert.Equal(1, store.Peek(blocked, hot).Violations);
    }

    [Fact]
    public void Check_OnOneHotKeyFromTwoThreads_LosesNoUpdate()
    {
        var store = new MemoryRateLimitStore(TimeProvider.System, 1000);
        var rule = TestRules.Rule(limit: 1_000_000, windowSeconds: 86_400);

        Parallel.For(0, 2, _ =>
        {
            for (var i = 0; i < 250_000; i++)
            {
                store.Check(rule);
            }
        });

        Assert.Equal(500_000, store.Peek(rule).Remaining);
    }
}
