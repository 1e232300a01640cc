using Microsoft.AspNetCore.Builder;

namespace Investigations.EventFeed;

/// <summary>Adds the feed's error handling to the pipeline.</summary>
public static class EventFeedApplicationBuilderExtensions
{
    /// <summary>
    /// Answers what feeds throw further down the pipeline with problem documents (RFC 9457): 503 <c>storage_unavailable</c> for
    /// <see cref="FeedUnavailableException"/>, 400 or 410 for <see cref="FeedCursorException"/>, 400 <c>invalid_event</c> for
    /// <see cref="FeedEventException"/>. Endpoints made by <c>MapEventFeed</c> do not need it.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddEventFeed</c> was not called.</exception>
    public static IApplicationBuilder UseEventFeed(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Registration.ThrowIfMissing(app.ApplicationServices);
        return app.UseMiddleware<FeedExceptionMiddleware>();
    }
}
