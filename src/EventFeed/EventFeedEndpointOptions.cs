using Microsoft.AspNetCore.Http;

namespace Investigations.EventFeed;

/// <summary>Settings of one endpoint made by <c>MapEventFeed</c>.</summary>
public sealed class EventFeedEndpointOptions
{
    /// <summary>Which feed a request is for; the route value <c>feed</c> unless set.</summary>
    public Func<HttpContext, string> FeedKey { get; set; } = static context =>
        context.Request.RouteValues["feed"] as string
        ?? throw new InvalidOperationException("The route has no value \"feed\"; set EventFeedEndpointOptions.FeedKey.");

    /// <summary>What the subject is called, as query parameter and as JSON member; <c>subject</c>. Not the name of another parameter or member.</summary>
    public string SubjectName { get; set; } = "subject";

    /// <summary>
    /// How long a client may keep a full page that was asked for by cursor, zero or more; a day, and never more than half a cursor's life,
    /// because the page holds a cursor.
    /// </summary>
    public TimeSpan FullPageMaxAge { get; set; } = TimeSpan.FromDays(1);
}
