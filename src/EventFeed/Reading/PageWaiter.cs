using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Reads a page and, when it is empty, waits for its first event.</summary>
internal sealed class PageWaiter(PageReader reader, HeadPoller poller, IOptions<EventFeedOptions> options, TimeProvider time)
{
    public TimeSpan EffectiveWait(TimeSpan wait) => wait < options.Value.MaxWait ? wait : options.Value.MaxWait;

    public async ValueTask<FeedPage> ReadAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var wait = EffectiveWait(request.Query.Wait);
        if (wait <= TimeSpan.Zero)
        {
            return await reader.ReadAsync(request, cancellationToken);
        }

        // Watching begins before the read, so that nothing falls between the two.
        using var watch = poller.Watch(request.Feed);
        return await ReadAsync(request, watch, wait, cancellationToken);
    }

    public async ValueTask<FeedPage> ReadAsync(PageRequest request, FeedWatch watch, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var page = await reader.ReadAsync(request, cancellationToken);
        while (page.Events.Count == 0 && !page.HasMore)
        {
            var left = wait - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !await watch.WaitAsync(page.Head, left, cancellationToken))
            {
                break;
            }

            page = await reader.ReadAsync(request with { ReadFrom = page.End }, cancellationToken);
        }

        return page;
    }
}
