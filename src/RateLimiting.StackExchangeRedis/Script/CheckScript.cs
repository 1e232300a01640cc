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

    /// <param name="answer">What the script answered with.</param>
    /// <param name="rule">What the key was checked against.</param>
    /// <param name="isPenalty">Whether it is a penalty, which no change of limits lifts.</param>
    public static RateLimitDecision Read(RedisResult answer, RateLimitRule rule, out bool isPenalty)
    {
        var numbers = (byte[]?)answer ?? throw new RedisServerException("The script answered with nothing.");
        var (resetAt, retryAt, now) = (PackedNumbers.ReadWhole(numbers, 3), PackedNumbers.ReadWhole(numbers, 4), PackedNumbers.ReadWhole(numbers, 5));
        isPenalty = PackedNumbers.ReadWhole(numbers, 6) == 1;
        return new RateLimitDecision
        {
            Outcome = PackedNumbers.ReadWhole(numbers, 0) switch { 0 => RateLimitOutcome.Allowed, 1 => RateLimitOutcome.Violation, _ => RateLimitOutcome.Blocked },
            Limit = rule.PermitLimit,
            Remaining = (int)PackedNumbers.ReadWhole(numbers, 1),
            Violations = (int)PackedNumbers.ReadWhole(numbers, 2),
            ResetAt = DateTimeOffset.FromUnixTimeMilliseconds(resetAt),
            ResetAfter = TimeSpan.FromMilliseconds(Math.Max(0, resetAt - now)),
            RetryAfter = TimeSpan.FromMilliseconds(Math.Max(0, retryAt - now)),
        };
    }

    private static string Load()
    {
        using var reader = new StreamReader(typeof(CheckScript).Assembly.GetManifestResourceStream("check.lua")!);
        return reader.ReadToEnd();
    }
}
