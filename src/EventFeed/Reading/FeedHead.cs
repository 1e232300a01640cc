namespace Investigations.EventFeed;

/// <summary>Where a feed ends at present.</summary>
public sealed record FeedHead
{
    /// <summary>The feed's name.</summary>
    public required string Feed { get; init; }

    /// <summary>Made at random with the store: positions of one epoch mean nothing in another.</summary>
    public required long Epoch { get; init; }

    /// <summary>The position of the last event; 0 if there never was one.</summary>
    public required long Sequence { get; init; }

    /// <summary>The recorded time of the last event.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The id of the last event.</summary>
    public string? LastId { get; init; }

    /// <summary>Everything up to and including this position has been removed by a trim.</summary>
    public long Floor { get; init; }
}
