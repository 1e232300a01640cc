using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Investigations.RateLimiting;

/// <summary>Stops a host whose endpoints name policies that do not exist, rather than failing their requests.</summary>
internal sealed class EndpointPolicyCheck(PolicySource policies, IEnumerable<EndpointDataSource> sources) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var endpoint in sources.SelectMany(static s => s.Endpoints))
        {
            foreach (var metadata in endpoint.Metadata.GetOrderedMetadata<RateLimitAttribute>())
            {
                if (!policies.Current.TryGet(metadata.Policy, out _))
                {
                    throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} can't be counted. {PolicySet.Missing(metadata.Policy, policies.Current)}");
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
