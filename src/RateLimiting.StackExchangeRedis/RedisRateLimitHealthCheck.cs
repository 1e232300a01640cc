using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Asks Redis for a PING over the limits' connection, within the limits' timeout.</summary>
/// <param name="services">The application's services, in which <c>AddStackExchangeRedis</c> was called.</param>
public sealed class RedisRateLimitHealthCheck(IServiceProvider services) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var connection = services.GetService(typeof(RedisConnection)) as RedisConnection
            ?? throw new InvalidOperationException("Rate limits are not kept in Redis. Call AddStackExchangeRedis() on what AddBackoffRateLimiting() returns first.");
        try
        {
            await connection.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "Redis does not answer.", e);
        }
    }
}
