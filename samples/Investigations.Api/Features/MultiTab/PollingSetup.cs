using Investigations.Concurrency;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.MultiTab;

internal static class PollingSetup
{
    public static void AddPolling(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<PollingOptions>, PollingSettings>();
        services.AddOptions<PollingOptions>().ValidateOnStart();
        services.AddSingleton<PollingMetrics>();
        services.AddSingleton<ConcurrentPollers>();
        services.AddOptions<OptimisticConcurrencyOptions>()
            .Configure<IOptions<PollingOptions>>((concurrency, polling) => concurrency.VersionCacheTtl = polling.Value.CacheTtl);
    }
}
