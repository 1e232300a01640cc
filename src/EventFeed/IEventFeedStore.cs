namespace Investigations.EventFeed;

/// <summary>
/// Where feeds are kept. A store knows positions, not cursors and not HTTP; what it gets has been checked. The conformance
/// suite in <c>Investigations.EventFeed.Testing</c> says in code what each method must do.
/// </summary>
/// <remarks>
/// Appending to one feed must be serialized up to and including the commit, so that positions become visible in their order.
/// Failures to reach the storage are reported as <see cref="FeedUnavailableException"/>.
/// </remarks>
public interface IEventFeedStore
{
    /// <summary>
    /// Stores the events of one batch in one transaction, in their order. An event whose id the feed has already, earlier in the
    /// same batch included, is not stored again: the answer says where the first one is.
    /// </summary>
    ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken);

    /// <summary>Reads forward from a position, in one snapshot.</summary>
    ValueTask<StorePage> ReadAsync(StoreRead read, CancellationToken cancellationToken);

    /// <summary>The heads of several feeds, in the order asked for; a feed that does not exist has <see cref="FeedHead.Sequence"/> 0.</summary>
    ValueTask<IReadOnlyList<FeedHead>> GetHeadsAsync(IReadOnlyList<string> feeds, CancellationToken cancellationToken);

    /// <summary>Removes the oldest events; the floor moves in the same transaction in which they go.</summary>
    ValueTask<TrimResult> TrimAsync(StoreTrim trim, CancellationToken cancellationToken);

    /// <summary>The keys that sign cursors, the active one first. They are made when the store is first used, and shared by all who use it.</summary>
    ValueTask<IReadOnlyList<CursorKey>> GetCursorKeysAsync(CancellationToken cancellationToken);
}
