namespace Investigations.EventFeed;

/// <summary>The feed as users see it, put together from its parts.</summary>
internal sealed class FeedService(
    IEventFeedStore store, EventPreparer preparer, PageReader reader, PageWaiter waiter, FeedTail tail,
    Cursors cursors, IFeedWakeup wakeup, TrimPlanner trims, EventFeedMetrics metrics, EventFeedTracing tracing) : IEventFeed, ITransactionalAppend
{
    public IEventFeedStore Store => store;

    public StoreAppend Prepare(string feed, IReadOnlyList<NewFeedEvent> events) => preparer.Prepare(feed, events);

    public IReadOnlyList<AppendResult> Complete(StoreAppend append, IReadOnlyList<StoredAppend> stored)
    {
        var results = AppendOutcomes.Decide(append, stored);
        metrics.Appended(results);
        return results;
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        string feed, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken = default)
    {
        var append = Prepare(feed, events);
        if (append.Events.Count == 0)
        {
            return [];
        }

        using var activity = tracing.Append(feed, append.Events.Count);
        IReadOnlyList<StoredAppend> stored;
        try
        {
            stored = await store.AppendAsync(append, cancellationToken);
        }
        catch (Exception exception) when (activity.Marks(exception))
        {
            throw;
        }

        if (stored.LastOrDefault(static item => item.IsNew) is { IsNew: true } last)
        {
            wakeup.Wake(feed, last.Sequence);
        }

        return Complete(append, stored);
    }

    public async ValueTask<FeedPage> ReadAsync(string feed, FeedQuery query, CancellationToken cancellationToken = default) =>
        await waiter.ReadAsync(await reader.OpenAsync(feed, query, cancellationToken), cancellationToken);

    public IAsyncEnumerable<FeedItem> TailAsync(string feed, FeedQuery query, CancellationToken cancellationToken = default)
    {
        FeedNames.ThrowIfInvalid(feed);
        FeedQueryRules.ThrowIfInvalid(query);
        return tail.FollowAsync(feed, query, cancellationToken);
    }

    public async ValueTask<FeedHead> GetHeadAsync(string feed, CancellationToken cancellationToken = default)
    {
        FeedNames.ThrowIfInvalid(feed);
        return (await store.GetHeadsAsync([feed], cancellationToken))[0];
    }

    public async ValueTask<string> GetTailCursorAsync(string feed, FeedQuery filter, CancellationToken cancellationToken = default)
    {
        FeedQueryRules.ThrowIfInvalid(filter);
        var head = await GetHeadAsync(feed, cancellationToken);
        var sealer = await cursors.ForAsync(CursorScope.Of(feed, filter.Types, filter.Subject), cancellationToken);
        return sealer.Seal(new FeedPosition(head.Epoch, head.Sequence, Anchor.Of(head.LastId)));
    }

    public async ValueTask<TrimResult> TrimAsync(string feed, FeedTrim trim, CancellationToken cancellationToken = default)
    {
        FeedNames.ThrowIfInvalid(feed);
        var result = await store.TrimAsync(trims.Plan(feed, trim), cancellationToken);
        metrics.Trimmed(result.Removed);
        return result;
    }
}
