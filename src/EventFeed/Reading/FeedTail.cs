using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed;

/// <summary>Follows a feed by reading page after page; the signal only tells when to read again.</summary>
internal sealed class FeedTail(PageReader reader, HeadPoller poller, FeedWatchers watchers, TimeProvider time, ILogger<FeedTail> logger)
{
    public async IAsyncEnumerable<FeedItem> FollowAsync(
        string feed, FeedQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = poller.Watch(feed);
        var request = await RetryAsync(token => reader.OpenAsync(feed, query, token), feed, cancellationToken);
        while (true)
        {
            var current = request;
            var page = await RetryAsync(token => reader.ReadAsync(current, token), feed, cancellationToken);
            for (var i = 0; i < page.Events.Count; i++)
            {
                yield return new FeedItem(page.Events[i], page.CursorAfter(i));
            }

            if (!page.HasMore && !await watch.WaitAsync(page.Head, Timeout.InfiniteTimeSpan, cancellationToken))
            {
                yield break;
            }

            // Cursors carry the day they were made on, so each page of a long tail gets a new sealer.
            request = await RetryAsync(token => reader.ContinueAsync(current, page.End, token), feed, cancellationToken);
        }
    }

    private async ValueTask<T> RetryAsync<T>(Func<CancellationToken, ValueTask<T>> read, string feed, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await read(cancellationToken);
            }
            catch (FeedUnavailableException exception) when (!watchers.IsStopped)
            {
                Log.TailWaits(logger, exception, feed);
            }

            await Task.Delay(Backoff.After(attempt), time, cancellationToken);
        }
    }
}
