using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>The script, its arguments and its answer.</summary>
internal static class CheckScript
{
    public const string Check = "c";
    public const string Peek = "p";
    public const string Charge = "g";

    public static string Text { get; } = Load();

    /// <summary>The script's name in Redis: only it is sent, and the text when Redis does not know it.</summary>
#pragma warning disable CA5350 // It is Redis that names scripts by SHA-1.
    public static byte[] Sha1 { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350

    /// <param name="operation">One of the constants.</param>
    /// <param name="rule">What the key is checked against.</param>
    /// <param name="cost">Permits.</param>
    /// <param name="draw">A random number from 0 to 1 for the jitter.</param>
    /// <param name="now">Milliseconds on a clock of the test's; null: Redis' clock.</param>
    public static RedisValue[] Arguments(string operation, RateLimitRule rule, int cost, double draw, long? now) =>
    [
        operation,
        cost,
        (int)rule.Algorithm,
        rule.PermitLimit,
        Milliseconds(rule.Window),
        rule.BackoffEnabled ? Milliseconds(rule.BasePenalty) : 0,
        rule.Factor.ToString("R", CultureInfo.InvariantCulture),
        Milliseconds(rule.MaxPenalty),
        rule.FreeViolations,
        Milliseconds(rule.DecayInterval),
        rule.MaxViolations,
        rule.BlockedRequestsPerViolation,
        (1 + rule.JitterRatio * draw).ToString("R", CultureInfo.InvariantCulture),
        now is { } given ? given : RedisValue.EmptyString,
    ];

    /// <returns>The decision, and whether it is a penalty, which no change of limits lifts.</returns>
    public static (RateLimitDecision Decision, bool IsPenalty) Read(RedisResult result, RateLimitRule rule)
    {
        var values = (long[]?)result ?? throw new RedisServerException("The script answered with nothing.");
        var (resetAt, retryAt, now) = (values[3], values[4], values[5]);
        return (new RateLimitDecision
        {
            Outcome = values[0] switch { 0 => RateLimitOutcome.Allowed, 1 => RateLimitOutcome.Violation, _ => RateLimitOutcome.Blocked },
            Limit = rule.PermitLimit,
            Remaining = (int)values[1],
            Violations = (int)values[2],
            ResetAt = DateTimeOffset.FromUnixTimeMilliseconds(resetAt),
            ResetAfter = TimeSpan.FromMilliseconds(Math.Max(0, resetAt - now)),
            RetryAfter = TimeSpan.FromMilliseconds(Math.Max(0, retryAt - now)),
        }, values[6] == 1);
    }

    private static long Milliseconds(TimeSpan span) => (span.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    private static string Load()
    {
        using var reader = new StreamReader(typeof(CheckScript).Assembly.GetManifestResourceStream("check.lua")!);
        return reader.ReadToEnd();
    }
}
