using System.Globalization;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>The script's arguments. What of a rule is seldom looked at goes as one text, which is made once a rule.</summary>
internal sealed class ScriptArguments
{
    private readonly ConditionalWeakTable<RateLimitRule, string> _rests = [];

    /// <summary>Those of a check that always passes, in a window of a second.</summary>
    public static RedisValue[] OfProbe => [CheckScript.Check, 1, (int)RateLimitAlgorithm.FixedWindow, int.MaxValue, 1000, "0 1 1 0 1 1 0", 1, RedisValue.EmptyString];

    /// <param name="operation">One of <see cref="CheckScript"/>'s constants.</param>
    /// <param name="rule">What the key is checked against.</param>
    /// <param name="cost">Permits.</param>
    /// <param name="now">Milliseconds on a clock of the test's; null: Redis' clock.</param>
    public RedisValue[] Of(string operation, RateLimitRule rule, int cost, long? now) =>
    [
        operation,
        cost,
        (int)rule.Algorithm,
        rule.PermitLimit,
        Milliseconds(rule.Window),
        _rests.GetValue(rule, static r => Rest(r)),
        rule.JitterRatio > 0 ? (1 + rule.JitterRatio * Random.Shared.NextDouble()).ToString("R", CultureInfo.InvariantCulture) : 1,
        now is { } given ? given : RedisValue.EmptyString,
    ];

    private static string Rest(RateLimitRule rule) => string.Create(CultureInfo.InvariantCulture,
        $"{(rule.BackoffEnabled ? Milliseconds(rule.BasePenalty) : 0)} {rule.Factor:R} {Milliseconds(rule.MaxPenalty)} {rule.FreeViolations} {Milliseconds(rule.DecayInterval)} {rule.MaxViolations} {rule.BlockedRequestsPerViolation}");

    private static long Milliseconds(TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
