namespace Investigations.EventFeed;

/// <summary>Why a cursor is refused.</summary>
public enum FeedCursorReason
{
    /// <summary>It is damaged or forged, or was made for another feed or another filter.</summary>
    Invalid,

    /// <summary>It is older than <see cref="EventFeedOptions.CursorLifetime"/>.</summary>
    Expired,

    /// <summary>Events after it have been removed by a trim.</summary>
    Trimmed,

    /// <summary>The feed is not the one that it was made from: replaced, or restored from a backup.</summary>
    Reset,
}
