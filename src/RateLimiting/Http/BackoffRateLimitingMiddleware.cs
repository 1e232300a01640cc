using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>Counts each request in its endpoint's policies and lets it pass or answers 429. Asynchronous only where the store is.</summary>
internal sealed class BackoffRateLimitingMiddleware
{
    private readonly RequestDelegate _next;
    private readonly RateLimitGate _gate;

    public BackoffRateLimitingMiddleware(RequestDelegate next, RateLimitGate gate)
    {
        _next = next;
        _gate = gate;
        gate.IsInPipeline = true;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var plan = _gate.Policies.PlanOf(context.GetEndpoint());
        if (plan.Length == 0)
        {
            return _next(context);
        }

        var counting = _gate.CountAsync(context, plan);
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
        feature.IsRejected ? Rejection.WriteAsync(context, feature) : _next(context);
}
