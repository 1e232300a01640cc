namespace Investigations.EventFeed;

/// <summary>Makes and opens the cursors of one feed and filter as of one day.</summary>
internal sealed class CursorSealer(CursorScope scope, CursorKeyRing keys, int today, TimeSpan lifetime)
{
    public string Seal(in FeedPosition position) => CursorFormat.Write(position, today, scope, keys.Active);

    /// <exception cref="FeedCursorException">The text is not a cursor of this feed and filter, or it is too old.</exception>
    public FeedPosition Open(string text)
    {
        if (!CursorFormat.TryRead(text, scope, keys, out var position, out var issueDay))
        {
            throw new FeedCursorException(FeedCursorReason.Invalid);
        }

        // A cursor lives its time out to the end of its day: the issue time within the day is not known.
        return today - issueDay > lifetime.TotalDays ? throw new FeedCursorException(FeedCursorReason.Expired) : position;
    }

    /// <summary>Opens a cursor that was made today with these very keys, and no other.</summary>
    public bool TryOpenCurrent(ReadOnlySpan<char> text, out FeedPosition position) =>
        CursorFormat.TryRead(text, scope, keys, out position, out var issueDay) && issueDay == today;
}
