using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>The script's arguments. What of them is the rule's is packed once a rule.</summary>
internal sealed class ScriptArguments
{
    private const int OperationAt = 0;
    private const int CostAt = 2;
    private const int JitterAt = 12;

    private readonly ConditionalWeakTable<RateLimitRule, byte[]> _rules = [];

    /// <summary>Those of a check that always passes, in a window of a second.</summary>
    public static RedisValue[] OfProbe => [PackedNumbers.Pack(0, 0, 1, int.MaxValue, 1000, 0, 1, 1, 0, 1, 1, 0, 1)];

    /// <param name="operation">What to do.</param>
    /// <param name="rule">What the key is checked against.</param>
    /// <param name="cost">Permits.</param>
    /// <param name="now">Milliseconds on a clock of the test's; null: Redis' clock.</param>
    public RedisValue[] Of(ScriptOperation operation, RateLimitRule rule, int cost, long? now)
    {
        byte[] packed = [.. _rules.GetValue(rule, Pack)];
        PackedNumbers.Write(packed, OperationAt, (int)operation);
        PackedNumbers.Write(packed, CostAt, cost);
        if (rule.JitterRatio > 0)
        {
            PackedNumbers.Write(packed, JitterAt, 1 + rule.JitterRatio * Random.Shared.NextDouble());
        }

        return now is { } given ? [packed, given] : [packed];
    }

    private static byte[] Pack(RateLimitRule rule) => PackedNumbers.Pack(
        (int)ScriptOperation.Check, (int)rule.Algorithm, 1, rule.PermitLimit, Milliseconds(rule.Window),
        rule.BackoffEnabled ? Milliseconds(rule.BasePenalty) : 0, rule.Factor, Milliseconds(rule.MaxPenalty), rule.FreeViolations,
        Milliseconds(rule.DecayInterval), rule.MaxViolations, rule.BlockedRequestsPerViolation, 1);

    private static long Milliseconds(TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
