using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting;

/// <summary>
/// A named policy behind the framework's own middleware, which shows a limiter no request: it is found through the accessor. One instance serves
/// all callers, so the framework's table has one entry per policy, which is never idle.
/// </summary>
internal sealed class RequestRateLimiter(string policyName, RateLimitGate gate, IHttpContextAccessor accessor) : RateLimiter
{
    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        var context = Context;
        var policy = gate.Policies.Get(policyName);
        var feature = gate.FeatureOf(context);
        return gate.TryCount(context, feature, policy) ? LeaseOf(feature, policy) : new BackoffLease(isAcquired: false, decision: null);
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var policy = gate.Policies.Get(policyName);
        return LeaseOf(await gate.CountAsync(Context, [policy]), policy);
    }

    private HttpContext Context => accessor.HttpContext
        ?? throw new InvalidOperationException($"The policy '{FrameworkPolicies.Prefix}{policyName}' counts HTTP requests and was used outside of one.");

    private static BackoffLease LeaseOf(RateLimitFeature feature, RateLimitPolicy policy) => feature.IndexOf(policy) is >= 0 and var i
        ? new(!feature[i].IsRejection, feature[i].Decision)
        : new(isAcquired: !feature.IsRejected, decision: null);
}
