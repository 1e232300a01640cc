namespace Investigations.EventFeed;

/// <summary>
/// For providers that append inside their caller's transaction. The <see cref="IEventFeed"/> that
/// <c>AddEventFeed</c> registers implements it: prepare, store, decide.
/// </summary>
public interface ITransactionalAppend
{
    /// <summary>The store behind the feed.</summary>
    IEventFeedStore Store { get; }

    /// <summary>Checks the events and gives ids to those without.</summary>
    /// <exception cref="FeedEventException">An event breaks a rule.</exception>
    StoreAppend Prepare(string feed, IReadOnlyList<NewFeedEvent> events);

    /// <summary>Decides the outcomes from what the store holds.</summary>
    IReadOnlyList<AppendResult> Complete(StoreAppend append, IReadOnlyList<StoredAppend> stored);
}
