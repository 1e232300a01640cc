using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>
/// Counts in Redis as a request would be counted, within the limits' timeout, under a key of its own that lives for a second: a replica that may
/// not write or a server without memory is not healthy, though it answers a PING.
/// </summary>
/// <param name="services">The application's services, in which <c>AddStackExchangeRedis</c> was called.</param>
public sealed class RedisRateLimitHealthCheck(IServiceProvider services) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var script = services.GetService(typeof(ScriptCaller)) as ScriptCaller
            ?? throw new InvalidOperationException("Rate limits are not kept in Redis. Call AddStackExchangeRedis() on what AddBackoffRateLimiting() returns first.");
        try
        {
            await script.ProbeAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e is RedisServerException ? "Redis refuses to count." : "Redis does not answer.", e);
        }
    }
}
