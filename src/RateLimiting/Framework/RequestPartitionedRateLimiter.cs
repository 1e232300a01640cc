using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>All of a request's policies as the framework's global limiter.</summary>
internal sealed class RequestPartitionedRateLimiter(RateLimitGate gate) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var plan = gate.Policies.PlanOf(resource.GetEndpoint());
        if (plan.Length == 0)
        {
            return new BackoffLease(isAcquired: true, decision: null);
        }

        var feature = gate.FeatureOf(resource);
        foreach (var policy in plan)
        {
            if (feature.IsRejected || !gate.TryCount(resource, feature, policy))
            {
                // The framework asks again, asynchronously, and what is counted by now is not counted again.
                return new BackoffLease(isAcquired: false, decision: null);
            }
        }

        return Lease(feature);
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        Lease(await gate.CountAsync(resource, gate.Policies.PlanOf(resource.GetEndpoint())));

    private static BackoffLease Lease(RateLimitFeature feature) =>
        new(!feature.IsRejected, feature.IndexOfTightest() is >= 0 and var i ? feature[i].Decision : null);
}
