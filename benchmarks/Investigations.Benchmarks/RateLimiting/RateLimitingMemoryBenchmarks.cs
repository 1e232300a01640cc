using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using Investigations.RateLimiting;

namespace Investigations.Benchmarks;

/// <summary>
/// A million keys that come once each, into a new limiter: the bytes allocated per key are the most it can hold of them, growth included.
/// Bar: half of the framework's.
/// </summary>
[MemoryDiagnoser]
public class RateLimitingMemoryBenchmarks
{
    private const int Keys = 1_000_000;

    private string[] _users = [];

    [GlobalSetup]
    public void Setup() => _users = RateLimitingKeys.Users(Keys);

    [Benchmark(Baseline = true, OperationsPerInvoke = Keys)]
    public PartitionedRateLimiter<string> Framework()
    {
        using var framework = RateLimitingKeys.Framework();
        foreach (var user in _users)
        {
            framework.AttemptAcquire(user).Dispose();
        }

        return framework;
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public MemoryRateLimitStore Store()
    {
        var store = new MemoryRateLimitStore(TimeProvider.System, Keys);
        var rule = RateLimitingKeys.Rule(limit: 10);
        foreach (var user in _users)
        {
            store.TryCheck(RateLimitKey.ForUser(user), rule, 1, out _);
        }

        return store.TrackedKeys > Keys * 0.99 ? store : throw new InvalidOperationException("The store has forgotten keys.");
    }
}
