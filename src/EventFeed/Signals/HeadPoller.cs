using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>
/// Looks for what other processes have appended: one loop for all watched feeds, one store call per interval, and none while
/// nobody waits.
/// </summary>
internal sealed class HeadPoller(
    IEventFeedStore store, FeedWatchers watchers, HeadCache heads,
    IOptions<EventFeedOptions> options, TimeProvider time, EventFeedMetrics metrics, ILogger<HeadPoller> logger)
{
    private readonly Lock _lock = new();
    private volatile bool _running;

    internal bool IsRunning => _running;

    /// <summary>Begins to watch a feed, here and in the store.</summary>
    public FeedWatch Watch(string feed)
    {
        var watch = watchers.Watch(feed);
        Start();
        return watch;
    }

    private void Start()
    {
        lock (_lock)
        {
            if (_running || watchers.IsStopped)
            {
                return;
            }

            _running = true;
        }

        // The loop must not take on the context of the request that happened to be first.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (true)
        {
            var pause = failures == 0 ? options.Value.HeadPollInterval : Backoff.After(failures - 1);
            await Task.Delay(pause, time);
            if (Names() is not { } names)
            {
                return;
            }

            failures = await PollAsync(names) ? 0 : failures + 1;
        }
    }

    private IReadOnlyList<string>? Names()
    {
        lock (_lock)
        {
            var names = watchers.Names;
            if (names.Count > 0 && !watchers.IsStopped)
            {
                return names;
            }

            _running = false;
            return null;
        }
    }

    private async Task<bool> PollAsync(IReadOnlyList<string> names)
    {
        try
        {
            var started = time.GetTimestamp();
            foreach (var head in await store.GetHeadsAsync(names, CancellationToken.None))
            {
                watchers.Observe(head);
                heads.Put(head, started);
            }

            metrics.HeadsPolled(names.Count);
            return true;
        }
#pragma warning disable CA1031 // Whatever a store throws, the loop goes on: those who wait have nothing else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.HeadPollFailed(logger, exception);
            return false;
        }
    }
}
