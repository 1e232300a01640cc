using System.Diagnostics;

namespace Investigations.EventFeed;

/// <summary>The spans of the source <c>Investigations.EventFeed</c>, which cost nothing while nobody listens.</summary>
internal sealed class EventFeedTracing : IDisposable
{
    public const string SourceName = "Investigations.EventFeed";

    private readonly ActivitySource _source = new(SourceName);

    public Activity? Append(string feed, int events) => Start("event_feed append", feed)?.SetTag("investigations.event_feed.events", events);

    public Activity? Read(string feed) => Start("event_feed read", feed);

    public void Dispose() => _source.Dispose();

    private Activity? Start(string name, string feed) => _source.StartActivity(name)?.SetTag("investigations.event_feed.feed", feed);
}
