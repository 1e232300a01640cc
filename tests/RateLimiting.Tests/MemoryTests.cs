using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

/// <summary>What the process holds on to: no other test runs beside it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    [Fact]
    public void FiveMillionKeys_InAStoreForAHundredThousand_StayBoundedAndBansSurvive()
    {
        var rule = TestRules.Rule(limit: 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = new MemoryRateLimitStore(new FakeTimeProvider(), 100_000);
        var banned = Enumerable.Range(0, 1000).Select(static i => RateLimitKey.ForUser($"banned {i}")).ToList();
        banned.ForEach(key => store.Violate(rule, key));

        for (var i = 0; i < 5_000_000; i++)
        {
            store.TryCheck(RateLimitKey.Create("key", i.ToString("x", CultureInfo.InvariantCulture)), rule, 1, out _);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 50_000_000);
        Assert.InRange(store.TrackedKeys, 99_000, 100_000);
        Assert.All(banned, key => Assert.Equal(RateLimitOutcome.Blocked, store.Check(rule, key: key).Outcome));
        Assert.Equal(0, store.Overflows);
    }
}
