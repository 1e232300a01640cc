namespace Investigations.EventFeed;

/// <summary>What to read from a store.</summary>
public sealed record StoreRead
{
    /// <summary>The feed's name.</summary>
    public required string Feed { get; init; }

    /// <summary>Events after this position are wanted; 0 for the start.</summary>
    public required long After { get; init; }

    /// <summary>At most so many events, from 1.</summary>
    public required int Limit { get; init; }

    /// <summary>Stop before the sum of <see cref="FeedEvent.ApproximateSize"/> passes this, but not before the first event.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>At most so many events are looked at, those that the filter leaves out included.</summary>
    public int MaxScan { get; init; } = int.MaxValue;

    /// <summary>Only events of these types; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events with this subject; null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Only events recorded at or after this time, in milliseconds since 1970.</summary>
    public long? SinceMs { get; init; }

    /// <summary>Whether the filter lets an event through.</summary>
    public bool Includes(string type, string? subject) =>
        (Subject is null || Subject == subject) && (Types.Count == 0 || Types.Contains(type));
}
