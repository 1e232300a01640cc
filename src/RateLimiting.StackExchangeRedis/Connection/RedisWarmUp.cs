using Microsoft.Extensions.Hosting;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Begins to connect when the host starts, without waiting for it: a host starts without Redis too.</summary>
internal sealed class RedisWarmUp(RedisConnection connection) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = connection.StartAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
