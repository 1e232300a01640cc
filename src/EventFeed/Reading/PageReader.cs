using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Reads one page from the store, from cursor to cursor.</summary>
internal sealed class PageReader(
    IEventFeedStore store, Cursors cursors, IOptions<EventFeedOptions> options, EventFeedMetrics metrics, EventFeedTracing tracing)
{
    /// <summary>Checks the query and opens its cursor; touches the store only for the keys, once.</summary>
    public async ValueTask<PageRequest> OpenAsync(string feed, FeedQuery query, CancellationToken cancellationToken)
    {
        FeedNames.ThrowIfInvalid(feed);
        FeedQueryRules.ThrowIfInvalid(query);
        var sealer = await cursors.ForAsync(CursorScope.Of(feed, query.Types, query.Subject), cancellationToken);
        try
        {
            FeedPosition? position = query.Cursor is null ? null : sealer.Open(query.Cursor);
            return new PageRequest(feed, query, sealer, position, EffectiveLimit(query.Limit));
        }
        catch (FeedCursorException exception)
        {
            metrics.CursorRefused(exception.Reason);
            throw;
        }
    }

    /// <summary>The same query from where a page ended, with cursors as of today.</summary>
    public async ValueTask<PageRequest> ContinueAsync(PageRequest request, FeedPosition end, CancellationToken cancellationToken)
    {
        var scope = CursorScope.Of(request.Feed, request.Query.Types, request.Query.Subject);
        return request with { ReadFrom = end, Sealer = await cursors.ForAsync(scope, cancellationToken) };
    }

    public async ValueTask<FeedPage> ReadAsync(PageRequest request, CancellationToken cancellationToken)
    {
        if (request.Query.FromNow && request.ReadFrom is null)
        {
            return await ReadEndAsync(request, cancellationToken);
        }

        var page = await ReadStoreAsync(request, cancellationToken);
        if (request.ReadFrom is { } position && PositionCheck.Find(position, page) is { } reason)
        {
            metrics.CursorRefused(reason);
            throw new FeedCursorException(reason);
        }

        metrics.PageRead(page.Events.Count);
        return new FeedPage(page, request.Start, request.Limit, request.Sealer);
    }

    private async ValueTask<StorePage> ReadStoreAsync(PageRequest request, CancellationToken cancellationToken)
    {
        using var activity = tracing.Read(request.Feed);
        try
        {
            var page = await store.ReadAsync(request.ToStoreRead(options.Value), cancellationToken);
            activity?.SetTag("investigations.event_feed.events", page.Events.Count);
            return page;
        }
        catch (Exception exception) when (activity.Marks(exception))
        {
            throw;
        }
    }

    private async ValueTask<FeedPage> ReadEndAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var heads = await store.GetHeadsAsync([request.Feed], cancellationToken);
        return new FeedPage(StorePage.AtEnd(heads[0], null, []), request.Start, request.Limit, request.Sealer);
    }

    private int EffectiveLimit(int? limit) =>
        Math.Min(limit is null or 0 ? options.Value.DefaultLimit : limit.Value, options.Value.MaxLimit);
}
