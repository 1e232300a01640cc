using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.RateLimiting;

namespace Investigations.Api.Features.Operations;

internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").DisableBackoffRateLimiting().WithTags("Operations");
        health.MapRead("/healthz", () => TypedResults.Ok(new HealthResponse("alive")));
        health.MapRead("/readyz", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, IInvestigationStore store, TimeProvider time)
    {
        try
        {
            await store.PingAsync(context.RequestAborted).AsTask().WaitAsync(Patience, time, context.RequestAborted);
            return TypedResults.Ok(new HealthResponse("ready"));
        }
        catch (TimeoutException)
        {
            throw new ApiProblemException(StatusCodes.Status503ServiceUnavailable, "storage_unavailable", "The storage does not answer.")
            {
                RetryAfter = Patience,
            };
        }
    }
}

internal sealed record HealthResponse(string Status);
