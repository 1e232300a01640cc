using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using Investigations.RateLimiting;

namespace Investigations.Benchmarks;

/// <summary>The memory store and the framework's partitioned fixed window, both with the keys in them that callers come with.</summary>
public abstract class FilledLimiters
{
    private PartitionedRateLimiter<string>? _framework;

    [Params(1, 10_000)]
    public int Keys { get; set; }

    /// <summary>In the order in which they come.</summary>
    private protected string[] Users { get; private set; } = [];

    private protected MemoryRateLimitStore Memory { get; private set; } = null!;

    private protected RateLimitRule Rule { get; private set; } = null!;

    [GlobalSetup]
    public void Setup()
    {
        Users = RateLimitingKeys.Users(Keys);
        _framework = RateLimitingKeys.Framework();
        Memory = new MemoryRateLimitStore(TimeProvider.System, 1_000_000);
        Rule = RateLimitingKeys.Rule(limit: int.MaxValue);
        foreach (var user in Users)
        {
            FrameworkCheck(user);
            StoreCheck(user);
        }

        Users = RateLimitingKeys.Shuffled(Users);
        Prepare();
    }

    private protected virtual void Prepare()
    {
    }

    private protected bool FrameworkCheck(string user) => RateLimitingKeys.Check(_framework!, user);

    private protected bool StoreCheck(string user) => RateLimitingKeys.Check(Memory, Rule, user);
}
