using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting;

/// <summary>Adds every policy to the framework's own under its name with a prefix.</summary>
internal sealed class FrameworkPolicies(RateLimitGate gate, IHttpContextAccessor accessor) : IConfigureOptions<RateLimiterOptions>
{
    public const string Prefix = "backoff:";

    public void Configure(RateLimiterOptions options)
    {
        foreach (var policy in gate.Policies.All)
        {
            options.AddPolicy(Prefix + policy.Name, new RequestRateLimiterPolicy(new RequestRateLimiter(policy.Name, gate, accessor)));
        }
    }

    /// <summary>Answers a request that a policy of this package has rejected; others' rejections are left to them.</summary>
    public static ValueTask RejectAsync(HttpContext context) =>
        context.Features.Get<IRateLimitFeature>() is RateLimitFeature { IsRejected: true } feature
            ? new(Rejection.WriteAsync(context, feature))
            : default;
}
