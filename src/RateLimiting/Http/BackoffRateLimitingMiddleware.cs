using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>Counts each request in its endpoint's policies and lets it pass or answers 429. Asynchronous only where the store is.</summary>
internal sealed class BackoffRateLimitingMiddleware(RequestDelegate next, RateLimitGate gate)
{
    public Task InvokeAsync(HttpContext context)
    {
        var plan = gate.Policies.PlanOf(context.GetEndpoint());
        if (plan.Length == 0)
        {
            return next(context);
        }

        var counting = gate.CountAsync(context, plan);
        return counting.IsCompletedSuccessfully ? Continue(context, counting.Result) : Await(context, counting);
    }

    private async Task Await(HttpContext context, ValueTask<RateLimitFeature> counting)
    {
        RateLimitFeature feature;
        try
        {
            feature = await counting;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // However the store says so: there is nobody left to answer.
            return;
        }

        await Continue(context, feature);
    }

    private Task Continue(HttpContext context, RateLimitFeature feature) =>
        feature.IsRejected ? Rejection.WriteAsync(context, feature[feature.Count - 1]) : next(context);
}
