using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting;

/// <summary>
/// Makes the request's policies the framework's global limiter, before one that the application has set, and answers their rejections after the
/// application's own handler, unless that has answered.
/// </summary>
internal sealed class FrameworkGlobalLimiter(RateLimitGate gate) : IPostConfigureOptions<RateLimiterOptions>
{
    public void PostConfigure(string? name, RateLimiterOptions options)
    {
        gate.IsInPipeline = true;
        var ours = new RequestPartitionedRateLimiter(gate);
        options.GlobalLimiter = options.GlobalLimiter is { } theirs ? PartitionedRateLimiter.CreateChained(ours, theirs) : ours;
        var onRejected = options.OnRejected;
        options.OnRejected = async (rejected, cancellationToken) =>
        {
            if (onRejected is not null)
            {
                await onRejected(rejected, cancellationToken);
            }

            await FrameworkPolicies.RejectAsync(rejected.HttpContext);
        };
    }
}
