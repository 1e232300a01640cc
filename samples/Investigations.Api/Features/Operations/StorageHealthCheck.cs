using Investigations.Api.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Investigations.Api.Features.Operations;

internal sealed class StorageHealthCheck(IInvestigationStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.PingAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
