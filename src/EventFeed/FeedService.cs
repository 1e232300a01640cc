namespace Investigations.EventFeed;

/// <summary>The feed as users see it, put together from its parts.</summary>
internal sealed class FeedService(
    IEventFeedStore store, Appender appender, PageReader reader, PageWaiter waiter, FeedTail tail,
    Cursors cursors, IFeedWakeup wakeup, TrimPlanner trims, EventFeedMetrics metrics) : IEventFeed, ITransactionalAppend
{
    public IEventFeedStore Store => store;

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        string feed, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken = default)
    {
        var results = await appender.AppendAsync(feed, events, store.AppendAsync, cancellationToken);
        if (results.LastOrDefault(static result => result.Outcome == AppendOutcome.Appended) is { Id: not null } last)
        {
            wakeup.Wake(feed, last.Sequence);
        }

        return results;
    }

    public IReadOnlyList<AppendResult> Append(string feed, IReadOnlyList<NewFeedEvent> events, Func<StoreAppend, IReadOnlyList<StoredAppend>> store) =>
        appender.Append(feed, events, store);

    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        string feed, IReadOnlyList<NewFeedEvent> events, Func<StoreAppend, CancellationToken, ValueTask<IReadOnlyList<StoredAppend>>> store,
        CancellationToken cancellationToken) => appender.AppendAsync(feed, events, store, cancellationToken);

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
