namespace Investigations.RateLimiting.Tests;

public class PenaltyTests
{
    [Fact]
    public void Of_AHugeLevelFactorAndBase_IsTheLargestPenalty()
    {
        var rule = TestRules.Rule(configure: p => p.Backoff = new()
        {
            BasePenalty = TimeSpan.MaxValue / 2,
            Factor = 10,
            MaxPenalty = TimeSpan.FromHours(1),
            JitterRatio = 1,
        });

        Assert.Equal(TimeSpan.FromHours(1).Ticks, Penalty.Of(rule, 1_000_000, 1));
        Assert.Equal(TimeSpan.FromHours(1).Ticks, Penalty.Of(rule, 2, 0));
    }

    [Fact]
    public void Of_JitterAtTheCap_StaysAtTheCap()
    {
        var rule = TestRules.Rule(configure: p => p.Backoff = new() { JitterRatio = 1 });

        Assert.Equal(rule.MaxPenalty.Ticks, Penalty.Of(rule, 12, 0.99));
        Assert.Equal(TimeSpan.FromSeconds(90).Ticks, Penalty.Of(rule, 2, 0.5));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(7, 1920)]
    [InlineData(8, 3600)]
    public void Of_ALevel_GrowsByTheFactor(int level, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds).Ticks, Penalty.Of(TestRules.Rule(), level, 0));

    [Fact]
    public void Of_AnyLevelWithBackoffOff_IsZero() =>
        Assert.Equal(0, Penalty.Of(TestRules.Rule(configure: p => p.Backoff.Enabled = false), 20, 1));
}
