namespace Investigations.RateLimiting;

/// <summary>One key's place in a shard: 64 bytes, a cache line.</summary>
internal struct Slot
{
    public KeyHash Hash;
    public LimitState State;

    /// <summary>From when on the slot may be given to another key without a difference.</summary>
    public long FreshAt;

    /// <summary>The next slot of the same bucket, plus one; 0 ends the chain.</summary>
    public int Next;

    public readonly bool IsBlocked(long now) => State.Level > 0 && now < State.Until;
}
