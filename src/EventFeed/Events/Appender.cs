namespace Investigations.EventFeed;

/// <summary>Checks the events of a batch, has them stored, and decides what became of each, in one span.</summary>
internal sealed class Appender(EventPreparer preparer, EventFeedMetrics metrics, EventFeedTracing tracing)
{
    public IReadOnlyList<AppendResult> Append(string feed, IReadOnlyList<NewFeedEvent> events, Func<StoreAppend, IReadOnlyList<StoredAppend>> store)
    {
        var append = preparer.Prepare(feed, events);
        if (append.Events.Count == 0)
        {
            return [];
        }

        using var activity = tracing.Append(feed, append.Events.Count);
        try
        {
            return Decide(append, store(append));
        }
        catch (Exception exception) when (activity.Marks(exception))
        {
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        string feed, IReadOnlyList<NewFeedEvent> events, Func<StoreAppend, CancellationToken, ValueTask<IReadOnlyList<StoredAppend>>> store,
        CancellationToken cancellationToken)
    {
        var append = preparer.Prepare(feed, events);
        if (append.Events.Count == 0)
        {
            return [];
        }

        using var activity = tracing.Append(feed, append.Events.Count);
        try
        {
            return Decide(append, await store(append, cancellationToken));
        }
        catch (Exception exception) when (activity.Marks(exception))
        {
            throw;
        }
    }

    private AppendResult[] Decide(StoreAppend append, IReadOnlyList<StoredAppend> stored)
    {
        var results = AppendOutcomes.Decide(append, stored);
        metrics.Appended(results);
        return results;
    }
}
