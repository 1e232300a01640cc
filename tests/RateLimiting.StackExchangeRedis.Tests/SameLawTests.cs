using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class SameLawTests(RedisFixture redis)
{
    /// <summary>Milliseconds a step: long beside a trace's real time, by which keys expire, and no round number.</summary>
    private const int Step = 1009;

    private static readonly Gen<RateLimitRule> SomeRules =
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6], Gen.Int[1, 30], Gen.Int[1, 40], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[1, 60], Gen.Int[0, 3]).Select(
            (algorithm, limit, window, penalty, factor, free, decay, press) => Rules.Of(limit, configure: p =>
            {
                p.Algorithm = (RateLimitAlgorithm)algorithm;
                p.Window = TimeSpan.FromMilliseconds(window * Step);
                p.Backoff = new()
                {
                    BasePenalty = TimeSpan.FromMilliseconds(penalty * Step),
                    Factor = factor,
                    FreeViolations = free,
                    MaxPenalty = TimeSpan.FromMilliseconds(100 * Step),
                    DecayInterval = TimeSpan.FromMilliseconds(decay * Step),
                    MaxViolations = 5,
                    BlockedRequestsPerViolation = press,
                };
            }));

    private static readonly Gen<(int Wait, int What, int Cost)[]> Traces =
        Gen.Select(Gen.Frequency((3, Gen.Int[0, 2]), (1, Gen.Int[0, 40])), Gen.Int[0, 9], Gen.Int[1, 6]).Array[1, 40];

    /// <summary>The memory store is itself held against a naive model in the core's tests.</summary>
    [Fact]
    public async Task Redis_OnAnyTrace_DecidesAsTheMemoryStore()
    {
        await using var node = await redis.StoreAsync(static o => o.BlockCacheDuration = TimeSpan.Zero);
        var store = node.Store;
        var key = 0;
        await Gen.Select(SomeRules, Traces).SampleAsync(async (rule, trace) =>
        {
            var time = new FakeTimeProvider();
            var memory = new MemoryRateLimitStore(time, 10);
            var name = RateLimitKey.ForUser($"user {Interlocked.Increment(ref key)}");
            var now = 1_790_000_000_000L;
            foreach (var (wait, what, cost) in trace)
            {
                time.Advance(TimeSpan.FromMilliseconds(wait * Step));
                now += wait * Step;
                node.Script.Clock = () => now;
                var permits = Math.Min(cost, rule.PermitLimit);
                var (expected, actual) = what switch
                {
                    0 => (await memory.PeekAsync(name, rule, default), await store.PeekAsync(name, rule, default)),
                    1 => (await memory.ChargeAsync(name, rule, permits, default), await store.ChargeAsync(name, rule, permits, default)),
                    2 => (await memory.ChargeAsync(name, rule, -1, default), await store.ChargeAsync(name, rule, -1, default)),
                    _ => (await memory.CheckAsync(name, rule, permits, default), await store.CheckAsync(name, rule, permits, default)),
                };
                Assert.Equal(InMilliseconds(expected), actual with { ResetAt = default });
                Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(now) + actual.ResetAfter, actual.ResetAt);
            }
        }, iter: 300, threads: 1);
    }

    /// <summary>Redis counts time in whole milliseconds, and rounds up what is to be waited for.</summary>
    private static RateLimitDecision InMilliseconds(RateLimitDecision decision) => decision with
    {
        ResetAt = default,
        ResetAfter = TimeSpan.FromMilliseconds(Math.Ceiling(decision.ResetAfter.TotalMilliseconds)),
        RetryAfter = TimeSpan.FromMilliseconds(Math.Ceiling(decision.RetryAfter.TotalMilliseconds)),
    };

    [Fact]
    public async Task Redis_WithLargeNumbers_LosesNoDigit()
    {
        await using var node = await redis.StoreAsync(static o => o.BlockCacheDuration = TimeSpan.Zero);
        foreach (var algorithm in Enum.GetValues<RateLimitAlgorithm>())
        {
            var rule = Rules.Of(999_983, 86_399, p => p.Algorithm = algorithm);
            var time = new FakeTimeProvider();
            var memory = new MemoryRateLimitStore(time, 10);
            var key = RateLimitKey.ForUser($"{algorithm}");
            var now = 1_790_000_000_123L;
            node.Script.Clock = () => now;
            for (var i = 0; i < 20; i++)
            {
                var (expected, actual) = (await memory.CheckAsync(key, rule, 99_991, TestContext.Current.CancellationToken), await node.Store.CheckAsync(key, rule, 99_991, TestContext.Current.CancellationToken));
                Assert.Equal((expected.Outcome, expected.Remaining), (actual.Outcome, actual.Remaining));
                Assert.InRange(actual.RetryAfter - expected.RetryAfter, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
                time.Advance(TimeSpan.FromMilliseconds(7_654_321));
                now += 7_654_321;
            }
        }
    }
}
