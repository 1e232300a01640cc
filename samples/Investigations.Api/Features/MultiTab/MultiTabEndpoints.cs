using System.Text.Json;
using System.Text.Json.Nodes;
using Investigations.Api.Features.Events;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Features.RateLimits;
using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.RateLimiting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.MultiTab;

/// <summary>For clients that poll from many tabs. Nothing about a tab is kept, so that any node can answer any request.</summary>
internal static class MultiTabEndpoints
{
    public static void MapMultiTab(this IEndpointRouteBuilder app)
    {
        var multiTab = app.MapGroup("/api/v1/multi-tab")
            .WithRateLimit(RateLimitPolicies.Poll)
            .WithoutDefaultRateLimit()
            .RequireAuthorization()
            .WithTags("Multi-tab");

        var investigation = multiTab.MapGroup("/investigations/{id}").RequireInvestigationAccess();

        investigation.MapRead("/state", StateAsync)
            .WithVersionSource<InvestigationVersions>()
            .WithConditionalGet()
            .LimitConcurrentPollers();

        investigation.MapEventFeed("/events", InvestigationFeed.Configure).LimitConcurrentPollers();

        investigation.MapPost("/validate-multi-tab", MultiTabValidation.ValidateAsync);

        multiTab.MapRead("/configuration", (IOptions<PollingOptions> options) => TypedResults.Ok(new MultiTabConfiguration(
            Stateless: true,
            options.Value.MaxConcurrentPollers,
            options.Value.CacheTtl.TotalSeconds,
            options.Value.Interval.TotalSeconds,
            options.Value.EnableMetrics)));
    }

    private static async Task<IResult> StateAsync(
        string id, HttpContext context, IInvestigationStore store, IOptions<PollingOptions> polling, IOptions<JsonOptions> json)
    {
        var state = await store.GetAsync(id, context.RequestAborted) ?? throw ApiProblemException.NotFound();
        var answer = JsonSerializer.SerializeToNode(state, json.Value.SerializerOptions)!.AsObject();
        answer["poll_interval_seconds"] = polling.Value.Interval.TotalSeconds;
        return VersionResults.Ok<JsonObject>(answer, state.Version);
    }
}

internal sealed record MultiTabConfiguration(
    bool Stateless, int MaxConcurrentPollers, double CacheTtlSeconds, double PollIntervalSeconds, bool MetricsEnabled);
