using Investigations.Api.Http;
using Investigations.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Investigations.Api.Features.Operations;

internal static class HealthEndpoints
{
    private const string Storage = "storage";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddReadiness(this IServiceCollection services) => services.AddHealthChecks().AddCheck<StorageHealthCheck>(Storage);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").DisableBackoffRateLimiting().WithTags("Operations");
        health.MapRead("/healthz", () => TypedResults.Ok(new HealthResponse("alive")));
        health.MapRead("/readyz", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, HealthCheckService checks, TimeProvider time)
    {
        var unreachable = Storage;
        try
        {
            var report = await checks.CheckHealthAsync(context.RequestAborted).WaitAsync(Patience, time, context.RequestAborted);
            if (report.Status == HealthStatus.Healthy)
            {
                return TypedResults.Ok(new HealthResponse("ready"));
            }

            unreachable = report.Entries.First(entry => entry.Value.Status != HealthStatus.Healthy).Key;
        }
        catch (TimeoutException)
        {
            // A check that does not come back says as much as one that fails.
        }

        throw new ApiProblemException(StatusCodes.Status503ServiceUnavailable, $"{unreachable}_unavailable", $"Not reachable: {unreachable}.")
        {
            RetryAfter = Patience,
        };
    }
}

internal sealed record HealthResponse(string Status);
