namespace Investigations.RateLimiting;

/// <summary>One way of counting: pure arithmetic over a state, whole numbers only, so that every store gives the same answers.</summary>
internal abstract class LimitAlgorithm
{
    /// <summary>Brings the state up to date and takes the cost if it fits; a cost of 0 only looks.</summary>
    public abstract Quota Take(ref LimitState state, RateLimitRule rule, long now, int cost);

    /// <summary>Takes the cost, or as much of it as is left; a negative one gives back.</summary>
    public abstract void Charge(ref LimitState state, RateLimitRule rule, long now, int cost);

    /// <summary>The first instant at which the cost fits, for a state that is up to date.</summary>
    public abstract long AvailableAt(in LimitState state, RateLimitRule rule, long now, int cost);

    /// <summary>From when on the counters are as those of a key never seen.</summary>
    public abstract long FreshAt(in LimitState state, RateLimitRule rule);

    public static LimitAlgorithm For(RateLimitAlgorithm algorithm) => algorithm switch
    {
        RateLimitAlgorithm.SlidingWindow => SlidingWindow.Instance,
        RateLimitAlgorithm.TokenBucket => TokenBucket.Instance,
        _ => FixedWindow.Instance,
    };

    protected static long CeilingDivide(long value, long divisor) => value <= 0 ? 0 : (value - 1) / divisor + 1;
}
