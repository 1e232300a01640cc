using System.Net;
using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using Investigations.RateLimiting;

namespace Investigations.Benchmarks;

/// <summary>
/// One check of one caller among many, all of them admitted, in the memory store, beside the framework's partitioned fixed window over the same keys.
/// Bar: at most 0.7 of its time over 10 000 keys, and nothing allocated.
/// </summary>
[MemoryDiagnoser]
public class RateLimitingCheckBenchmarks
{
    private string[] _users = [];
    private IPAddress[] _addresses = [];
    private PartitionedRateLimiter<string>? _framework;
    private MemoryRateLimitStore? _store;
    private RateLimitRule? _rule;
    private int _next;

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
            FrameworkByText(user);
            StoreByText(user);
        }

        _users = RateLimitingKeys.Shuffled(_users);
        _addresses = [.. _users.Select(IPAddress.Parse)];
        var tight = RateLimitingKeys.Rule(limit: 1);
        var key = RateLimitKey.ForUser("someone");
        if (!_store.TryCheck(key, tight, 1, out var first) || !first.IsAllowed || !_store.TryCheck(key, tight, 1, out var second) || second.IsAllowed)
        {
            throw new InvalidOperationException("The store does not limit.");
        }
    }

    [Benchmark(Baseline = true)]
    public bool FrameworkByText() => FrameworkByText(_users[Next()]);

    [Benchmark]
    public bool StoreByText() => StoreByText(_users[Next()]);

    [Benchmark]
    public bool StoreByAddress() =>
        _store!.TryCheck(RateLimitKey.ForAddress(_addresses[Next()]), _rule!, 1, out var decision) && decision.IsAllowed;

    private bool FrameworkByText(string user)
    {
        using var lease = _framework!.AttemptAcquire(user);
        return lease.IsAcquired;
    }

    private bool StoreByText(string user) =>
        _store!.TryCheck(RateLimitKey.ForUser(user), _rule!, 1, out var decision) && decision.IsAllowed;

    private int Next() => _next = _next + 1 < _users.Length ? _next + 1 : 0;
}
