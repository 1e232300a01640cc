using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Investigations.EventFeed;

/// <summary>
/// The tags of an <c>If-None-Match</c> header (RFC 9110 §13.1.2), compared weakly. Whether one is current is seen from the head:
/// a page that ran into the feed's end is current while the head has not moved, a full page for as long as its day lasts.
/// </summary>
internal sealed class IfNoneMatch
{
    private readonly IList<EntityTagHeaderValue> _tags;

    private IfNoneMatch(IList<EntityTagHeaderValue> tags) => _tags = tags;

    public static IfNoneMatch? Of(HttpRequest request)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count > 0 && EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Count > 0 ? new IfNoneMatch(tags) : null;
    }

    public bool Includes(string tag)
    {
        var current = EntityTagHeaderValue.Parse(tag);
        return _tags.Any(sent => sent.Equals(EntityTagHeaderValue.Any) || sent.Compare(current, useStrongComparison: false));
    }

    public CurrentPage? FindCurrent(PageRequest request, FeedHead head)
    {
        if (request.Position is { } position
            && (position.Epoch != head.Epoch || position.Sequence > head.Sequence || position.Sequence < head.Floor))
        {
            // Perhaps the head at hand is a little old: the page read decides.
            return null;
        }

        return FindTail(request, head) ?? FindFull(request, head);
    }

    private CurrentPage? FindTail(PageRequest request, FeedHead head)
    {
        var next = request.Sealer.Seal(new FeedPosition(head.Epoch, head.Sequence, Anchor.Of(head.LastId)));
        var tag = PageTag.Text(next, request.Start.Text(head.Floor), request.Limit, isFull: false);
        return IsSent(tag) ? new CurrentPage(tag, next, IsFull: false, request.Start.HasCursor) : null;
    }

    private CurrentPage? FindFull(PageRequest request, FeedHead head)
    {
        var start = request.Start.Text(head.Floor);
        foreach (var sent in _tags)
        {
            if (PageTag.TryGetFull(sent.Tag.AsSpan(), start, request.Limit, out var next)
                && request.Sealer.TryOpenCurrent(next, out var end)
                && end.Epoch == head.Epoch && end.Sequence > request.Start.After && end.Sequence <= head.Sequence)
            {
                var text = next.ToString();
                return new CurrentPage(PageTag.Text(text, start, request.Limit, isFull: true), text, IsFull: true, request.Start.HasCursor);
            }
        }

        return null;
    }

    private bool IsSent(string tag)
    {
        var opaque = tag.AsSpan(2);
        foreach (var sent in _tags)
        {
            if (sent.Tag.AsSpan().SequenceEqual(opaque))
            {
                return true;
            }
        }

        return false;
    }
}
