namespace Investigations.EventFeed;

/// <summary>Marks an endpoint of <c>MapEventFeed</c>, whose handler has no parameters that would describe it.</summary>
internal sealed record FeedEndpointDescription(string SubjectName);
