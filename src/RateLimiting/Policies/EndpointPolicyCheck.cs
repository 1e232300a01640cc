using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting;

/// <summary>Stops a host whose endpoints name policies that do not exist, rather than failing their requests, and warns where nothing counts.</summary>
internal sealed class EndpointPolicyCheck(RateLimitGate gate, IEnumerable<EndpointDataSource> sources, ILogger<EndpointPolicyCheck> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var policies = gate.Policies;
        var isUncounted = !gate.IsInPipeline;
        foreach (var endpoint in sources.SelectMany(static s => s.Endpoints))
        {
            foreach (var metadata in endpoint.Metadata.GetOrderedMetadata<RateLimitAttribute>())
            {
                if (!policies.TryGet(metadata.Policy, out _))
                {
                    throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} can't be counted. {PolicySet.Missing(metadata.Policy, policies)}");
                }

                if (isUncounted)
                {
                    // Some applications limit nothing in development, so this is no reason to stop.
                    isUncounted = false;
                    Log.NotInPipeline(logger, endpoint.DisplayName, metadata.Policy);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
