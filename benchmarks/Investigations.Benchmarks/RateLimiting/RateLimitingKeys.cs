using System.Threading.RateLimiting;
using Investigations.RateLimiting;

namespace Investigations.Benchmarks;

/// <summary>What the rate-limiting benchmarks have in common.</summary>
internal static class RateLimitingKeys
{
    /// <summary>Addresses as text, in order.</summary>
    public static string[] Users(int count)
    {
        var users = new string[count];
        for (var i = 0; i < count; i++)
        {
            users[i] = $"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}";
        }

        return users;
    }

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

    public static RateLimitRule Rule(int limit)
    {
        var options = new RateLimitPolicyOptions { PermitLimit = limit, Window = TimeSpan.FromMinutes(1) };
        return RateLimitRule.From("default", options, options);
    }
}
