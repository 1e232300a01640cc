namespace Investigations.EventFeed;

/// <summary>Which of a feed's oldest events to remove.</summary>
public readonly record struct FeedTrim
{
    private FeedTrim(long throughSequence, DateTimeOffset before)
    {
        ThroughSequence = throughSequence;
        RecordedBefore = before;
    }

    internal long ThroughSequence { get; }

    internal DateTimeOffset RecordedBefore { get; }

    /// <summary>Everything up to and including a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
    public static FeedTrim Through(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return new(sequence, DateTimeOffset.MaxValue);
    }

    /// <summary>Everything recorded before a time.</summary>
    public static FeedTrim Before(DateTimeOffset time) => new(long.MaxValue, time);
}
