namespace Investigations.EventFeed;

/// <summary>What a store read, all of it from one snapshot.</summary>
public sealed record StorePage
{
    /// <summary>The feed's head in the snapshot.</summary>
    public required FeedHead Head { get; init; }

    /// <summary>The id of the event at <see cref="StoreRead.After"/>; null if there is none (any more).</summary>
    public string? AnchorId { get; init; }

    /// <summary>The events, by ascending sequence.</summary>
    public required IReadOnlyList<FeedEvent> Events { get; init; }

    /// <summary>
    /// Everything up to here was looked at: the position of the last event looked at, or <see cref="FeedHead.Sequence"/> when
    /// <see cref="ReachedEnd"/>.
    /// </summary>
    public required long ScannedTo { get; init; }

    /// <summary>The id of the event at <see cref="ScannedTo"/>; null if there is none.</summary>
    public string? ScannedToId { get; init; }

    /// <summary>False when a limit stopped the read, even if nothing comes after.</summary>
    public required bool ReachedEnd { get; init; }

    /// <summary>A page on which a read ran into the end of the feed.</summary>
    public static StorePage AtEnd(FeedHead head, string? anchorId, IReadOnlyList<FeedEvent> events) => new()
    {
        Head = head,
        AnchorId = anchorId,
        Events = events,
        ScannedTo = head.Sequence,
        ScannedToId = head.LastId,
        ReachedEnd = true,
    };
}
