using Microsoft.Extensions.Time.Testing;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class BlockCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly BlockCache _blocks;
    private readonly RateLimitRule _rule = Rules.Of();
    private readonly RateLimitDecision _block = new() { Outcome = RateLimitOutcome.Violation, Limit = 3, RetryAfter = TimeSpan.FromMinutes(1) };

    public BlockCacheTests() => _blocks = new BlockCache(TimeSpan.FromSeconds(5), _time);

    [Fact]
    public void Block_ThatWasAskedForBeforeItWasForgotten_IsNotRemembered()
    {
        var askedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _blocks.Forget(Rules.Alice, _rule);
        _blocks.Add(Rules.Alice, _rule, _block, isPenalty: true, askedAt);
        Assert.False(_blocks.TryGet(Rules.Alice, _rule, 1, out _));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _blocks.Add(Rules.Alice, _rule, _block, isPenalty: true, _time.GetTimestamp());
        Assert.True(_blocks.TryGet(Rules.Alice, _rule, 1, out _));
    }

    [Fact]
    public void Block_IsKnownForTheDurationAndToldByWhatIsLeft()
    {
        _blocks.Add(Rules.Alice, _rule, _block, isPenalty: true, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(_blocks.TryGet(Rules.Alice, _rule, 1, out var decision));
        Assert.Equal((RateLimitOutcome.Blocked, TimeSpan.FromSeconds(56)), (decision.Outcome, decision.RetryAfter));
        Assert.False(_blocks.TryGet(RateLimitKey.ForUser("bob"), _rule, 1, out _));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_blocks.TryGet(Rules.Alice, _rule, 1, out _));
    }
}
