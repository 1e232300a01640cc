namespace Investigations.EventFeed;

/// <summary>Whether a cursor's position still means the same in the feed as it is now.</summary>
internal static class PositionCheck
{
    public static FeedCursorReason? Find(in FeedPosition position, StorePage page)
    {
        var head = page.Head;
        if (position.Epoch != head.Epoch || position.Sequence > head.Sequence)
        {
            return FeedCursorReason.Reset;
        }

        if (position.Sequence < head.Floor)
        {
            return FeedCursorReason.Trimmed;
        }

        // An event that was removed cannot be compared; the position after it is as good as ever.
        return page.AnchorId is { } id && Anchor.Of(id) != position.Anchor ? FeedCursorReason.Reset : null;
    }
}
