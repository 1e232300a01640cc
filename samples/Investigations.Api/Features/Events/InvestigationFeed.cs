using Investigations.Api.Features.Investigations;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Events;

/// <summary>How an investigation's feed looks from outside: the feed's key is its id, and the subject of an event is its run.</summary>
internal static class InvestigationFeed
{
    public const string SubjectName = "run_id";

    public static void Configure(EventFeedEndpointOptions options)
    {
        options.FeedKey = context => context.InvestigationId();
        options.SubjectName = SubjectName;
    }
}
