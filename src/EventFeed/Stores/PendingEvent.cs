namespace Investigations.EventFeed;

/// <summary>A checked event that has no position yet.</summary>
public sealed class PendingEvent
{
    /// <summary>1-200 characters.</summary>
    public required string Id { get; init; }

    /// <summary>1-200 characters.</summary>
    public required string Type { get; init; }

    /// <summary>1-128 ASCII characters, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>The producer's time in milliseconds since 1970, possibly negative.</summary>
    public long? OccurredAtMs { get; init; }

    /// <summary>Minified UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> DataUtf8 { get; init; }

    /// <summary>The event at its position.</summary>
    public FeedEvent At(long sequence, long timestampMs) => new()
    {
        Id = Id,
        Type = Type,
        Subject = Subject,
        Sequence = sequence,
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(timestampMs),
        OccurredAt = OccurredAtMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null,
        DataUtf8 = DataUtf8,
    };
}
