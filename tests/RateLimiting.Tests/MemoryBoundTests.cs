using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

public class MemoryBoundTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateLimitRule _rule = TestRules.Rule(limit: 1);

    [Fact]
    public void Check_WhenBlockedKeysFillTheStore_SharesOneBucketAndEvictsNone()
    {
        var store = new MemoryRateLimitStore(_time, 50);
        var banned = Enumerable.Range(0, 50).Select(static i => RateLimitKey.ForUser($"banned {i}")).ToList();
        banned.ForEach(key => store.Violate(_rule, key));

        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(i => store.Check(_rule, key: RateLimitKey.ForUser($"new {i}")).IsAllowed));

        Assert.Equal(3, store.Overflows);
        Assert.All(banned, key => Assert.Equal(RateLimitOutcome.Blocked, store.Check(_rule, key: key).Outcome));
        _time.Advance(_rule.Window);
        Assert.True(store.Check(_rule, key: RateLimitKey.ForUser("new 4")).IsAllowed);
    }

    [Fact]
    public void Check_WhenTheStoreIsFull_EvictsGoodStandingBeforeOffenders()
    {
        var store = new MemoryRateLimitStore(_time, 10);
        var offender = RateLimitKey.ForUser("offender");
        store.Violate(_rule, offender);
        _time.Advance(_rule.Window);
        for (var i = 0; i < 100; i++)
        {
            store.Check(_rule, key: RateLimitKey.ForUser($"{i}"));
        }

        Assert.Equal(1, store.Peek(_rule, offender).Violations);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(600)]
    public void Level_OfAnIdleKey_IsNotForgottenEarly(int seconds)
    {
        var store = new MemoryRateLimitStore(_time, 1000);
        store.Violate(_rule);

        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(1, store.Peek(_rule).Violations);
    }

    [Fact]
    public void Keys_WhoseWindowsAreOver_GiveTheirPlacesToNewOnes()
    {
        var store = new MemoryRateLimitStore(_time, 100_000);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 1000; i++)
            {
                store.Check(_rule, key: RateLimitKey.ForUser($"{round} {i}"));
            }

            _time.Advance(_rule.Window);
        }

        Assert.InRange(store.TrackedKeys, 1000, 4096);
        Assert.Equal(0, store.Evictions);
    }
}
