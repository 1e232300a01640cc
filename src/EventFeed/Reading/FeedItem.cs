namespace Investigations.EventFeed;

/// <summary>An event of a tail.</summary>
/// <param name="Event">The event.</param>
/// <param name="Cursor">Resumes right after the event with the same filter, in a tail and in a page alike.</param>
public readonly record struct FeedItem(FeedEvent Event, string Cursor);
