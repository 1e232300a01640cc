using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Investigations.RateLimiting;

/// <summary>A policy <c>backoff:&lt;name&gt;</c> of the framework: one partition, in which the request's own key is counted.</summary>
internal sealed class RequestRateLimiterPolicy(RequestRateLimiter limiter) : IRateLimiterPolicy<string>
{
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } =
        static (rejected, _) => FrameworkPolicies.RejectAsync(rejected.HttpContext);

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.Get(string.Empty, _ => (RateLimiter)limiter);
}
