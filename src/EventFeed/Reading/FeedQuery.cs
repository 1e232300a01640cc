namespace Investigations.EventFeed;

/// <summary>What to read from a feed.</summary>
public sealed record FeedQuery
{
    /// <summary>Where to go on: a cursor made with the same feed, types and subject. Null for the feed's start.</summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// At most so many events. Null or 0 for <see cref="EventFeedOptions.DefaultLimit"/>; more than
    /// <see cref="EventFeedOptions.MaxLimit"/> counts as that.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>Only events of these types; empty for all. The order does not matter.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events with this subject; null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Start with the first event recorded at or after this time. Not together with a cursor.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long to wait for a first event when there is none; at most <see cref="EventFeedOptions.MaxWait"/>.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Start at the present end instead of the start. Not together with a cursor or <see cref="Since"/>.</summary>
    public bool FromNow { get; init; }
}
