using Investigations.Api.Features.Investigations;
using Investigations.Api.Features.RateLimits;
using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.EventFeed;
using Investigations.RateLimiting;

namespace Investigations.Api.Features.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        const string Events = "/api/v1/investigations/{id}/events";

        app.MapEventFeed(Events, InvestigationFeed.Configure).RequireInvestigationAccess().WithTags("Events");

        app.MapPost(Events, AppendAsync)
            .Accepts<EventBatch>("application/json")
            .RequireInvestigationAccess()
            .WithRateLimit(RateLimitPolicies.Append)
            .WithoutDefaultRateLimit()
            .WithTags("Events");

        app.MapRead($"{Events}/performance", PagePerformance.MeasureAsync).RequireInvestigationAccess().WithTags("Events");
    }

    private static async Task<IResult> AppendAsync(string id, EventBatch batch, HttpContext context, IInvestigationStore store)
    {
        var results = await store.AppendAsync(id, batch.Events, context.RequestAborted);
        var answer = results.Select(r => new AppendedEvent(r.Id, Name(r.Outcome), r.Sequence, r.Timestamp)).ToArray();

        return answer.All(r => r.Outcome == "conflict")
            ? throw new ApiProblemException(StatusCodes.Status409Conflict, "event_conflict", "Events with these ids and other content are stored already.")
            {
                Members = { ["results"] = answer },
            }
            : TypedResults.Ok(new AppendedEvents(answer));
    }

    private static string Name(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended => "appended",
        AppendOutcome.Duplicate => "duplicate",
        _ => "conflict",
    };
}

internal sealed record AppendedEvents(IReadOnlyList<AppendedEvent> Results);

internal sealed record AppendedEvent(string Id, string Outcome, long Sequence, DateTimeOffset Timestamp);
