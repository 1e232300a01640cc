using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

public class ModelTests
{
    /// <summary>Small numbers, so that traces run into every edge; a tick is the shortest step.</summary>
    private static readonly Gen<RateLimitRule> Rules =
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6], Gen.Int[1, 30], Gen.Int[1, 40], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[1, 60]).Select(
            (algorithm, limit, window, penalty, factor, free, decay) => TestRules.Rule(limit, configure: p =>
            {
                p.Algorithm = (RateLimitAlgorithm)algorithm;
                p.Window = TimeSpan.FromTicks(window);
                p.Backoff = new()
                {
                    BasePenalty = TimeSpan.FromTicks(penalty),
                    Factor = factor,
                    FreeViolations = free,
                    MaxPenalty = TimeSpan.FromTicks(100),
                    DecayInterval = TimeSpan.FromTicks(decay),
                    MaxViolations = 5,
                };
            }));

    private static readonly Gen<(int Wait, int What, int Cost)[]> Traces =
        Gen.Select(Gen.Frequency((3, Gen.Int[0, 2]), (1, Gen.Int[0, 40])), Gen.Int[0, 9], Gen.Int[1, 6]).Array[1, 60];

    [Fact]
    public void MemoryStore_OnAnyTrace_DecidesAsTheModel() => Gen.Select(Rules, Traces).Sample(
        (rule, trace) =>
        {
            var time = new FakeTimeProvider();
            var store = new MemoryRateLimitStore(time, 10);
            var model = new NaiveModel(rule);
            var now = 0L;
            foreach (var (wait, what, cost) in trace)
            {
                time.Advance(TimeSpan.FromTicks(wait));
                now += wait;
                var (expected, actual) = what == 0
                    ? (model.Peek(now), store.Peek(rule))
                    : (model.Check(now, Math.Min(cost, rule.PermitLimit)), store.Check(rule, Math.Min(cost, rule.PermitLimit)));
                if (expected != actual with { ResetTicks = 0 })
                {
                    return false;
                }
            }

            return true;
        }, iter: 20_000);

    [Fact]
    public void Rejection_OnAnyTrace_TellsTheFirstInstantAtWhichTheRequestPasses() => Gen.Select(Rules, Traces).Sample(
        (rule, trace) =>
        {
            var time = new FakeTimeProvider();
            var store = new MemoryRateLimitStore(time, 10);
            foreach (var (wait, _, cost) in trace)
            {
                time.Advance(TimeSpan.FromTicks(wait));
                var decision = store.Check(rule, Math.Min(cost, rule.PermitLimit));
                if (!decision.IsAllowed)
                {
                    time.Advance(decision.RetryAfter);
                    if (decision.RetryAfter <= TimeSpan.Zero || decision.RetryAfter < decision.ResetAfter
                        || !store.Check(rule, Math.Min(cost, rule.PermitLimit)).IsAllowed)
                    {
                        return false;
                    }
                }
            }

            return true;
        }, iter: 20_000);

    [Fact]
    public void RetryAfterSeconds_OfAnyRejection_IsAWholeNumberAfterWhichTheRequestPasses() => Gen.Select(Gen.Int[0, 2], Gen.Int[1, 7], Gen.Int[1, 59_999]).Sample(
        (algorithm, limit, milliseconds) =>
        {
            var time = new FakeTimeProvider();
            var store = new MemoryRateLimitStore(time, 10);
            var rule = TestRules.Rule(limit, configure: p => p.Algorithm = (RateLimitAlgorithm)algorithm);
            store.Check(rule);
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            var decision = store.Violate(rule);
            time.Advance(TimeSpan.FromSeconds(decision.RetryAfterSeconds));
            return decision.RetryAfterSeconds >= 1 && store.Check(rule).IsAllowed;
        }, iter: 5_000);
}
