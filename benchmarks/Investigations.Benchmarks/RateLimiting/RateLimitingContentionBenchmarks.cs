using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using Investigations.RateLimiting;

namespace Investigations.Benchmarks;

/// <summary>
/// A million checks shared by two threads over 10 000 keys, and over one hot key, beside the framework's partitioned fixed window.
/// Bar: at most 0.4 of its time over 10 000 keys.
/// </summary>
[MemoryDiagnoser]
public class RateLimitingContentionBenchmarks
{
    private const int Checks = 1_000_000;
    private const int Threads = 2;

    private string[] _users = [];
    private PartitionedRateLimiter<string>? _framework;
    private MemoryRateLimitStore? _store;
    private RateLimitRule? _rule;

    [Params(1, 10_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _users = RateLimitingKeys.Users(Keys);
        _framework = RateLimitingKeys.Framework();
        _store = new MemoryRateLimitStore(TimeProvider.System, 1_000_000);
        _rule = RateLimitingKeys.Rule(limit: int.MaxValue);
        foreach (var user in _users)
        {
            FrameworkCheck(user);
            StoreCheck(user);
        }

        _users = RateLimitingKeys.Shuffled(_users);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Checks)]
    public int Framework() => Share(FrameworkCheck);

    [Benchmark(OperationsPerInvoke = Checks)]
    public int Store() => Share(StoreCheck);

    private bool FrameworkCheck(string user)
    {
        using var lease = _framework!.AttemptAcquire(user);
        return lease.IsAcquired;
    }

    private bool StoreCheck(string user) =>
        _store!.TryCheck(RateLimitKey.ForUser(user), _rule!, 1, out var decision) && decision.IsAllowed;

    private int Share(Func<string, bool> check)
    {
        var admitted = 0;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            var (count, next) = (0, thread * _users.Length / Threads);
            for (var i = 0; i < Checks / Threads; i++)
            {
                count += check(_users[next]) ? 1 : 0;
                next = next + 1 < _users.Length ? next + 1 : 0;
            }

            Interlocked.Add(ref admitted, count);
        });
        return admitted;
    }
}
