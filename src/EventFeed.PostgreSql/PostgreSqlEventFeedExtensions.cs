using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Appends beside the caller's own rows.</summary>
public static class PostgreSqlEventFeedExtensions
{
    /// <summary>
    /// Appends in the caller's transaction: the events are there when it commits, and never were when it does not. Other writers of the
    /// feed wait until then; so append last, and commit soon.
    /// </summary>
    /// <remarks>
    /// Inside <see cref="PostgreSqlFeedDatabase.WriteAsync"/> those who wait for the feed are woken after the commit. In any other
    /// transaction they learn of the events at their next poll (<see cref="EventFeedOptions.HeadPollInterval"/>); this node's do
    /// at once when <see cref="IFeedWakeup.Wake"/> is called after the commit. Under REPEATABLE READ and SERIALIZABLE an append
    /// to a feed that has grown since the transaction began fails with SQLSTATE 40001, to be retried as a whole.
    /// </remarks>
    /// <param name="feed">What <c>AddEventFeed</c> registered.</param>
    /// <param name="transaction">An open transaction of the database that holds the feeds. The tables must be there: they are after any other use of the feed.</param>
    /// <param name="feedKey">The feed's name.</param>
    /// <param name="events">At most <see cref="EventFeedOptions.MaxBatchSize"/> events.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FeedEventException">An event breaks a rule; the transaction is as it was.</exception>
    /// <exception cref="PostgresException">The server refused; the transaction is to be rolled back, and tried again if <see cref="PostgresException.IsTransient"/>.</exception>
    /// <exception cref="FeedUnavailableException">The connection was lost, or the statement took too long.</exception>
    /// <exception cref="InvalidOperationException">The feed is not on the PostgreSQL store, or the transaction is over.</exception>
    public static async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        this IEventFeed feed, NpgsqlTransaction transaction, string feedKey, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(transaction);
        if (feed is not ITransactionalAppend { Store: PostgreSqlFeedStore store } appending)
        {
            throw new InvalidOperationException("The feed is not on the PostgreSQL store. Call UsePostgreSql() on what AddEventFeed() returns.");
        }

        return await appending.AppendAsync(
            feedKey, events, async (append, token) => await store.AppendAsync(transaction, append, token), cancellationToken);
    }
}
