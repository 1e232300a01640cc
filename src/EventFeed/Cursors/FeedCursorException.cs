namespace Investigations.EventFeed;

/// <summary>A cursor that cannot be read on from. The client must start over.</summary>
public sealed class FeedCursorException : Exception
{
    internal FeedCursorException(FeedCursorReason reason)
        : base(Text(reason))
    {
        Reason = reason;
    }

    /// <summary>Why.</summary>
    public FeedCursorReason Reason { get; }

    /// <summary>
    /// The stable code for clients: <c>invalid_cursor</c>, <c>cursor_expired</c> (for <see cref="FeedCursorReason.Expired"/> and
    /// <see cref="FeedCursorReason.Trimmed"/>) or <c>feed_reset</c>.
    /// </summary>
    public string Code => Reason switch
    {
        FeedCursorReason.Expired or FeedCursorReason.Trimmed => "cursor_expired",
        FeedCursorReason.Reset => "feed_reset",
        _ => "invalid_cursor",
    };

    private static string Text(FeedCursorReason reason) => reason switch
    {
        FeedCursorReason.Expired => "The cursor is too old.",
        FeedCursorReason.Trimmed => "Events after the cursor have been removed.",
        FeedCursorReason.Reset => "The feed is not the one that the cursor was made from.",
        _ => "The cursor is damaged, or belongs to another feed or another filter.",
    };
}
