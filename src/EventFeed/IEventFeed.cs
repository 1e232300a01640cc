namespace Investigations.EventFeed;

/// <summary>
/// Append-only feeds, one for each key. The order of a feed is the order in which its events became visible: a reader that has
/// seen a position never misses an event at or before it, and following <see cref="FeedPage.Next"/> gives each event once.
/// </summary>
/// <remarks>
/// A feed comes to be with its first event; reading one that has none gives empty pages. A feed's name is 1-200 characters
/// of valid UTF-16 without control characters (<see cref="ArgumentException"/> otherwise). Every method throws
/// <see cref="FeedUnavailableException"/> while the store cannot be reached. Safe for concurrent use.
/// </remarks>
public interface IEventFeed
{
    /// <summary>Appends events in the order given, all in one transaction.</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="events">At most <see cref="EventFeedOptions.MaxBatchSize"/> events.</param>
    /// <param name="cancellationToken">Gives up waiting; the events may have been stored all the same.</param>
    /// <returns>One result for each event, in the same order.</returns>
    /// <exception cref="FeedEventException">An event breaks a rule; nothing was stored.</exception>
    ValueTask<IReadOnlyList<AppendResult>> AppendAsync(string feed, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Reads one page, waiting up to <see cref="FeedQuery.Wait"/> for the first event.</summary>
    /// <exception cref="FeedCursorException">The cursor is not one of this feed and filter, or its time is over.</exception>
    /// <exception cref="ArgumentException">The query contradicts itself or is out of bounds.</exception>
    ValueTask<FeedPage> ReadAsync(string feed, FeedQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows a feed without end: first the events that are there, then each new one as it is appended. While the store is
    /// down it waits and goes on by itself. <see cref="FeedQuery.Limit"/> is the size of the pages it reads.
    /// </summary>
    /// <exception cref="FeedCursorException">By the first step, or by a later one when the feed was replaced or trimmed past the reader.</exception>
    IAsyncEnumerable<FeedItem> TailAsync(string feed, FeedQuery query, CancellationToken cancellationToken = default);

    /// <summary>The feed's present end, straight from the store.</summary>
    ValueTask<FeedHead> GetHeadAsync(string feed, CancellationToken cancellationToken = default);

    /// <summary>A cursor at the feed's present end: reading on from it gives only what is appended later.</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="filter">The filter that the cursor is for; only its types and its subject are looked at.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<string> GetTailCursorAsync(string feed, FeedQuery filter, CancellationToken cancellationToken = default);

    /// <summary>Removes a feed's oldest events for good. Cursors from before the cut are answered with <see cref="FeedCursorReason.Trimmed"/>.</summary>
    ValueTask<TrimResult> TrimAsync(string feed, FeedTrim trim, CancellationToken cancellationToken = default);
}
