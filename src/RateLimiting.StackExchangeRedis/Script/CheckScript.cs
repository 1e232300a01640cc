using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>The script and its answer.</summary>
internal static class CheckScript
{
    public static string Text { get; } = Load();

    /// <summary>The script's name in Redis: only it is sent, and the text when Redis does not know it.</summary>
#pragma warning disable CA5350 // It is Redis that names scripts by SHA-1.
    public static byte[] Sha1 { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350

    /// <returns>The decision, and whether it is a penalty, which no change of limits lifts.</returns>
    public static (RateLimitDecision Decision, bool IsPenalty) Read(RedisResult result, RateLimitRule rule)
    {
        var values = (long[]?)result ?? throw new RedisServerException("The script answered with nothing.");
        if (values is [var remaining, var ends, var at])
        {
            values = [0, remaining, 0, ends, 0, at, 0];
        }

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

    private static string Load()
    {
        using var reader = new StreamReader(typeof(CheckScript).Assembly.GetManifestResourceStream("check.lua")!);
        return reader.ReadToEnd();
    }
}
