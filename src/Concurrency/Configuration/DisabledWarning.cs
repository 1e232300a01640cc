using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Says once, at start, that nothing is enforced.</summary>
internal sealed class DisabledWarning(IOptions<OptimisticConcurrencyOptions> options, ILogger<DisabledWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Mode == ConcurrencyMode.Disabled)
        {
            Log.Disabled(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
