namespace Investigations.EventFeed;

/// <summary>What the header of an answer says of a page.</summary>
/// <param name="ETag">Its entity tag.</param>
/// <param name="Next">The cursor of the next page.</param>
/// <param name="IsFull">A limit ended it, so that it never changes.</param>
/// <param name="HasCursor">It was asked for by cursor.</param>
internal sealed record CurrentPage(string ETag, string Next, bool IsFull, bool HasCursor)
{
    public static CurrentPage Of(FeedPage page) => new(page.ETag, page.Next, page.HasMore, page.Start.HasCursor);
}
