using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.Tests;

public class StoreClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Decisions_WhenTheWallClockIsSet_StayAndOnlyTheToldInstantFollows(int hours)
    {
        var time = new SteppedTime();
        var store = new MemoryRateLimitStore(time, 10);
        var rule = TestRules.Rule(limit: 3);
        var first = store.Check(rule);

        time.Step = TimeSpan.FromHours(hours);

        var second = store.Check(rule);
        Assert.Equal((1, first.ResetAfter), (second.Remaining, second.ResetAfter));
        Assert.Equal(first.ResetAt + time.Step, second.ResetAt);
        Assert.Equal(rule.Window, store.Violate(rule).RetryAfter);
    }

    [Fact]
    public void ToldInstant_WhenTheWallClockDriftsALittle_DoesNotWobble()
    {
        var time = new SteppedTime();
        var store = new MemoryRateLimitStore(time, 10);
        var rule = TestRules.Rule(limit: 100);
        var first = store.Check(rule).ResetAt;
        for (var i = 0; i < 50; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            time.Step = TimeSpan.FromMilliseconds(i % 2 == 0 ? 300 : -300);

            Assert.Equal(first, store.Check(rule).ResetAt);
        }
    }

    /// <summary>Real clocks: the cheap reading must stay within what it promises, whatever the machine does.</summary>
    [Fact]
    public void Coarse_BesideTheExactReading_IsWithinItsTolerance()
    {
        var clock = new StoreClock(TimeProvider.System);
        for (var i = 0; i < 100_000; i++)
        {
            var before = clock.Now;
            var coarse = clock.Coarse;
            var after = clock.Now;

            Assert.InRange(coarse, before - StoreClock.Tolerance, after + StoreClock.Tolerance);
        }
    }

    private sealed class SteppedTime : FakeTimeProvider
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }
}
