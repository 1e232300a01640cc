using Investigations.Api.Features.Authentication;
using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.Concurrency;

namespace Investigations.Api.Features.Investigations;

internal static class StateEndpoints
{
    public static void MapInvestigationState(this IEndpointRouteBuilder app)
    {
        var states = app.MapGroup("/api/v1/investigation-state")
            .RequireInvestigationAccess()
            .WithVersionSource<InvestigationVersions>()
            .WithTags("State");

        states.MapRead("/{id}", async (string id, HttpContext context, IInvestigationStore store) =>
                await store.GetAsync(id, context.RequestAborted) is { } state
                    ? VersionResults.Ok(state, state.Version)
                    : throw ApiProblemException.NotFound())
            .WithConditionalGet();

        states.MapPatch("/{id}", async (string id, InvestigationPatch patch, ExpectedVersion expected, HttpContext context, IInvestigationStore store) =>
                await store.UpdateAsync(id, expected, patch, context.User.UserId(), context.RequestAborted))
            .Accepts<InvestigationPatch>("application/merge-patch+json", "application/json");

        states.MapVersions("/{id}", o => o.ResourceIdName = "investigation_id");
    }
}
