using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed;

/// <summary>Turns the feed's exceptions into problem documents, as long as nothing has been sent.</summary>
internal sealed class FeedExceptionMiddleware(RequestDelegate next, ILogger<FeedExceptionMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (FeedUnavailableException exception) when (!context.Response.HasStarted)
        {
            await FeedProblems.WriteUnavailableAsync(context, exception, logger);
        }
        catch (FeedCursorException exception) when (!context.Response.HasStarted)
        {
            await FeedProblems.WriteCursorAsync(context, exception);
        }
        catch (FeedEventException exception) when (!context.Response.HasStarted)
        {
            await FeedProblems.WriteEventAsync(context, exception);
        }
    }
}
