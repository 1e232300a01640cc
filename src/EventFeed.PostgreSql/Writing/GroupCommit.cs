using System.Collections.Concurrent;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Lets concurrent appends to a feed share transactions.</summary>
internal sealed class GroupCommit(Func<StoreAppend, Task<StoredAppend[]>> write, int maxEvents)
{
    private readonly ConcurrentDictionary<string, AppendLane> _lanes = new(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new WaitingAppend(append, cancellationToken);
        while (true)
        {
            var lane = _lanes.GetOrAdd(append.Feed, static _ => new AppendLane());
            var (accepted, start) = lane.Add(waiting);
            if (start)
            {
                // The writer works for all who wait: it must not take on the context of the one who was first.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(() => RunAsync(append.Feed, lane), CancellationToken.None);
                }
            }

            if (accepted)
            {
                return await waiting.Task.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task RunAsync(string feed, AppendLane lane)
    {
        while (lane.Take(maxEvents) is { Count: > 0 } taken)
        {
            await WriteAsync(feed, taken);
        }

        _lanes.TryRemove(new(feed, lane));
    }

    private async Task WriteAsync(string feed, List<WaitingAppend> taken)
    {
        try
        {
            var merged = taken.Count == 1
                ? taken[0].Append
                : new StoreAppend(feed, [.. taken.SelectMany(static item => item.Append.Events)], taken[0].Append.CheckIds);
            var stored = await write(merged);
            var first = 0;
            foreach (var item in taken)
            {
                var count = item.Append.Events.Count;
                item.Succeed(new ArraySegment<StoredAppend>(stored, first, count));
                first += count;
            }
        }
#pragma warning disable CA1031 // It goes to those who wait.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (taken.Count == 1 || exception is FeedUnavailableException)
            {
                taken.ForEach(item => item.Fail(exception));
                return;
            }

            // One of them is at fault, and the others must not pay for it.
            foreach (var item in taken)
            {
                await WriteAsync(feed, [item]);
            }
        }
    }
}
