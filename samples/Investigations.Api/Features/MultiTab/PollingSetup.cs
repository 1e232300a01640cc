using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Investigations.Sse;
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
        services.AddMemoryCache(cache => cache.SizeLimit = 100_000);
        services.AddSingleton<InvestigationAccessCache>();

        // One read serves the polls of all tabs. A write on another node is not told to this one, so that a version is read
        // again after the feed's poll interval, however long polls may be answered from the cache.
        services.AddOptions<OptimisticConcurrencyOptions>().Configure<IOptions<PollingOptions>, IOptions<SseOptions>>(
            (concurrency, polling, sse) => concurrency.VersionCacheTtl =
                polling.Value.CacheTtl < sse.Value.PollInterval ? polling.Value.CacheTtl : sse.Value.PollInterval);
    }
}
