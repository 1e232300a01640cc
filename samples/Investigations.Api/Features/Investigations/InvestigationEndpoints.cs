using Investigations.Api.Features.Authentication;
using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.Concurrency;

namespace Investigations.Api.Features.Investigations;

internal static class InvestigationEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapInvestigations(this IEndpointRouteBuilder app)
    {
        var investigations = app.MapGroup("/api/v1/investigations").RequireAuthorization().WithTags("Investigations");

        investigations.MapPost("/", async (NewInvestigation investigation, HttpContext context, IInvestigationStore store) =>
        {
            var state = await store.CreateAsync(investigation, context.User.UserId(), context.RequestAborted);
            return VersionResults.Created($"/api/v1/investigation-state/{state.Id}", state, state.Version);
        }).Accepts<NewInvestigation>("application/json");

        investigations.MapRead("/", async (HttpContext context, IInvestigationStore store) =>
        {
            var query = context.Request.Query;
            var user = context.User.IsAdmin() ? null : context.User.UserId();
            var list = await store.ListAsync(user, query.Limit(DefaultLimit, MaxLimit), ListCursor.Decode(query.Single("cursor")), context.RequestAborted);
            return TypedResults.Ok(new InvestigationListResponse(list.Items, ListCursor.Encode(list.Next), list.Next is not null));
        });

        investigations.MapPost("/{id}/runs", async (string id, NewRun run, HttpContext context, IInvestigationStore store, TimeProvider time) =>
        {
            var runId = Guid.CreateVersion7(time.GetUtcNow()).ToString();
            await store.CreateRunAsync(id, runId, run.Name, context.User.UserId(), context.RequestAborted);
            return TypedResults.Created($"/api/v1/investigations/{id}/runs/{runId}/stream", new RunResponse(runId, id));
        }).Accepts<NewRun>("application/json").RequireInvestigationAccess();
    }
}

internal sealed record InvestigationListResponse(IReadOnlyList<Investigation> Investigations, string? Next, bool HasMore);

internal sealed record RunResponse(string RunId, string InvestigationId);
