namespace Investigations.EventFeed;

/// <summary>One page of a feed.</summary>
public sealed class FeedPage
{
    private readonly CursorSealer _sealer;

    internal FeedPage(StorePage page, PageStart start, int limit, CursorSealer sealer)
    {
        _sealer = sealer;
        Limit = limit;
        Events = page.Events;
        HasMore = !page.ReachedEnd;
        Start = start;
        End = new FeedPosition(page.Head.Epoch, page.ScannedTo, Anchor.Of(page.ScannedToId));
        Head = page.Head;
        Next = sealer.Seal(End);
        ETag = PageTag.Text(Next, start.Text(page.Head.Floor), limit, isFull: HasMore);
    }

    /// <summary>The events, ordered by timestamp, then by sequence, which is one and the same order.</summary>
    public IReadOnlyList<FeedEvent> Events { get; }

    /// <summary>The cursor of the next page; on an empty page too. Url-safe, at most 128 characters.</summary>
    public string Next { get; }

    /// <summary>
    /// Whether to read on at once. Always true on a page that a limit ended, be it of events, bytes or events looked at: such a
    /// page never changes.
    /// </summary>
    public bool HasMore { get; }

    /// <summary>The limit that was applied.</summary>
    public int Limit { get; }

    /// <summary>A weak entity tag of the page, <c>W/"…"</c> (RFC 9110 §8.8.3).</summary>
    public string ETag { get; }

    internal PageStart Start { get; }

    internal FeedPosition End { get; }

    internal FeedHead Head { get; }

    /// <summary>A cursor that resumes right after one of the page's events with the same filter.</summary>
    /// <param name="index">The event's index in <see cref="Events"/>.</param>
    public string CursorAfter(int index)
    {
        var item = Events[index];
        return _sealer.Seal(new FeedPosition(Head.Epoch, item.Sequence, Anchor.Of(item.Id)));
    }
}
