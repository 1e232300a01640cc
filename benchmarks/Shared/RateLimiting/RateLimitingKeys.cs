using System.Threading.RateLimiting;
using Investigations.RateLimiting;

namespace Investigations.Benchmarks;

/// <summary>The callers that measurements of rate limiters have in common, and the rules that they come under.</summary>
internal static class RateLimitingKeys
{
    /// <summary>Addresses as text, in order.</summary>
    public static string[] Users(int count) => [.. Enumerable.Range(0, count).Select(static i => $"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}")];

    /// <summary>
    /// The order in which callers come: another than that in which they came first, in which whatever holds them lies in memory. The same in
    /// each run.
    /// </summary>
    public static string[] Shuffled(string[] users)
    {
        var shuffled = users.ToArray();
        new Random(42).Shuffle(shuffled);
        return shuffled;
    }

    public static PartitionedRateLimiter<string> Framework() => PartitionedRateLimiter.Create<string, string>(
        static user => RateLimitPartition.GetFixedWindowLimiter(user, static _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = int.MaxValue,
            Window = TimeSpan.FromMinutes(1),
        }));

    public static bool Check(PartitionedRateLimiter<string> framework, string user)
    {
        using var lease = framework.AttemptAcquire(user);
        return lease.IsAcquired;
    }

    public static bool Check(MemoryRateLimitStore store, RateLimitRule rule, string user) =>
        store.TryCheck(RateLimitKey.ForUser(user), rule, 1, out var decision) && decision.IsAllowed;

    public static RateLimitRule Rule(int limit)
    {
        var options = new RateLimitPolicyOptions { PermitLimit = limit, Window = TimeSpan.FromMinutes(1) };
        return RateLimitRule.From("default", options, options);
    }
}
