using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Appends events together with the application's own rows.</summary>
public static class SqliteEventFeedExtensions
{
    /// <summary>
    /// Appends events inside a transaction: they become visible when it commits, and not at all when it rolls back. Inside
    /// <see cref="SqliteFeedDatabase.WriteAsync"/> those who wait for the feed are woken right after the commit; in a transaction of
    /// one's own they learn of it by the next poll.
    /// </summary>
    /// <param name="feed">The feed that <c>AddEventFeed</c> registered, on the SQLite store.</param>
    /// <param name="transaction">A transaction on the same file, begun as immediate (<c>BeginTransaction(deferred: false)</c>).</param>
    /// <param name="feedKey">The feed's name.</param>
    /// <param name="events">The events, in order.</param>
    /// <exception cref="FeedEventException">An event breaks a rule; the transaction is as it was.</exception>
    /// <exception cref="InvalidOperationException">The feed is not on the SQLite store.</exception>
    public static IReadOnlyList<AppendResult> Append(
        this IEventFeed feed, SqliteTransaction transaction, string feedKey, IReadOnlyList<NewFeedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(transaction);
        if (feed is not ITransactionalAppend { Store: SqliteFeedStore store } appending)
        {
            throw new InvalidOperationException("The feed is not on the SQLite store. Call UseSqlite() on what AddEventFeed() returns.");
        }

        return appending.Append(feedKey, events, append => store.Append(transaction, append));
    }
}
