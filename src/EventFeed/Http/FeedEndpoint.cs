using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>One request for a page, from its parameters to its answer.</summary>
internal sealed class FeedEndpoint(
    EventFeedEndpointOptions endpoint, IOptions<EventFeedOptions> options, PageReader reader, PageWaiter waiter,
    HeadPoller poller, HeadCache heads, PageResponse response, ILogger<FeedEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var query = PageParameters.Read(context.Request.Query, endpoint.SubjectName, options.Value.IsValidType, out var wrong);
        if (query is null)
        {
            await FeedProblems.WriteParameterAsync(context, wrong.Name, wrong.Detail);
            return;
        }

        try
        {
            var feed = endpoint.FeedKey(context);
            if (!EventRules.IsValidFeed(feed))
            {
                await FeedProblems.WriteNotFoundAsync(context);
                return;
            }

            await AnswerAsync(context, await reader.OpenAsync(feed, query, context.RequestAborted));
        }
        catch (FeedCursorException exception) when (!context.Response.HasStarted)
        {
            await FeedProblems.WriteCursorAsync(context, exception);
        }
        catch (FeedUnavailableException exception) when (!context.Response.HasStarted)
        {
            await FeedProblems.WriteUnavailableAsync(context, exception, logger);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
    }

    private async Task AnswerAsync(HttpContext context, PageRequest request)
    {
        var wait = waiter.EffectiveWait(request.Query.Wait);
        using var watch = wait > TimeSpan.Zero ? poller.Watch(request.Feed) : null;
        var conditions = IfNoneMatch.Of(context.Request);
        if (conditions is not null)
        {
            var head = await heads.GetAsync(request.Feed, context.RequestAborted);
            if (conditions.FindCurrent(request, head) is { } current
                && (watch is null || current.IsFull || !await watch.WaitAsync(head, wait, context.RequestAborted)))
            {
                response.WriteNotModified(context, endpoint, current);
                return;
            }
        }

        var page = watch is null
            ? await reader.ReadAsync(request, context.RequestAborted)
            : await waiter.ReadAsync(request, watch, wait, context.RequestAborted);
        var tag = CurrentPage.Of(page);
        if (conditions is not null && conditions.Includes(page.ETag))
        {
            response.WriteNotModified(context, endpoint, tag);
            return;
        }

        await response.WriteAsync(context, endpoint, page, tag);
    }
}
