using System.Globalization;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>The script's arguments, as few as will do: each costs both sides. What of them is the rule's is made once a rule.</summary>
internal sealed class ScriptArguments
{
    private readonly ConditionalWeakTable<RateLimitRule, RuleArguments> _rules = [];

    /// <summary>Those of a check that always passes, in a window of a second.</summary>
    public static RedisValue[] OfProbe => ["c0", 1, int.MaxValue, 1000, "0 1 1 0 1 1 0"];

    /// <param name="operation">What to do.</param>
    /// <param name="rule">What the key is checked against.</param>
    /// <param name="cost">Permits.</param>
    /// <param name="now">Milliseconds on a clock of the test's; null: Redis' clock.</param>
    public RedisValue[] Of(ScriptOperation operation, RateLimitRule rule, int cost, long? now)
    {
        var known = _rules.GetValue(rule, static r => new RuleArguments(r));
        var name = known.Names[(int)operation];
        return (now, rule.JitterRatio) switch
        {
            (null, 0) => [name, cost, known.Limit, known.Window, known.Rest],
            (null, var ratio) => [name, cost, known.Limit, known.Window, known.Rest, Jitter(ratio)],
            ({ } given, var ratio) => [name, cost, known.Limit, known.Window, known.Rest, Jitter(ratio), given],
        };
    }

    private static string Jitter(double ratio) => (1 + ratio * Random.Shared.NextDouble()).ToString("R", CultureInfo.InvariantCulture);

    private sealed class RuleArguments(RateLimitRule rule)
    {
        public RedisValue[] Names { get; } = [$"c{(int)rule.Algorithm}", $"p{(int)rule.Algorithm}", $"g{(int)rule.Algorithm}"];

        public RedisValue Limit { get; } = rule.PermitLimit;

        public RedisValue Window { get; } = Milliseconds(rule.Window);

        public RedisValue Rest { get; } = string.Create(CultureInfo.InvariantCulture,
            $"{(rule.BackoffEnabled ? Milliseconds(rule.BasePenalty) : 0)} {rule.Factor:R} {Milliseconds(rule.MaxPenalty)} {rule.FreeViolations} {Milliseconds(rule.DecayInterval)} {rule.MaxViolations} {rule.BlockedRequestsPerViolation}");

        private static long Milliseconds(TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
    }
}
