namespace Investigations.EventFeed;

/// <summary>
/// For providers that append inside their caller's transaction. The <see cref="IEventFeed"/> that <c>AddEventFeed</c> registers implements it. Each
/// method checks the events, lets the provider store them, and decides their outcomes, counted and traced as any append; nobody is woken, because
/// only the provider knows when the transaction is committed (<see cref="IFeedWakeup"/>).
/// </summary>
public interface ITransactionalAppend
{
    /// <summary>The store behind the feed.</summary>
    IEventFeedStore Store { get; }

    /// <summary>Appends by a provider that blocks.</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="events">At most <see cref="EventFeedOptions.MaxBatchSize"/> events.</param>
    /// <param name="store">Stores the checked events, all of which have ids by then. Not called when there are none.</param>
    /// <returns>One result for each event, in the same order.</returns>
    /// <exception cref="FeedEventException">An event breaks a rule; nothing was stored.</exception>
    IReadOnlyList<AppendResult> Append(string feed, IReadOnlyList<NewFeedEvent> events, Func<StoreAppend, IReadOnlyList<StoredAppend>> store);

    /// <summary>Appends by a provider that does not block.</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="events">At most <see cref="EventFeedOptions.MaxBatchSize"/> events.</param>
    /// <param name="store">Stores the checked events, all of which have ids by then. Not called when there are none.</param>
    /// <param name="cancellationToken">Handed on to <paramref name="store"/>.</param>
    /// <returns>One result for each event, in the same order.</returns>
    /// <exception cref="FeedEventException">An event breaks a rule; nothing was stored.</exception>
    ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        string feed, IReadOnlyList<NewFeedEvent> events, Func<StoreAppend, CancellationToken, ValueTask<IReadOnlyList<StoredAppend>>> store,
        CancellationToken cancellationToken);
}
