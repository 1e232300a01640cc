using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting;

/// <summary>Registers rate limiting.</summary>
public static class BackoffRateLimitingServiceCollectionExtensions
{
    /// <summary>
    /// Registers rate limits with backoff, counted in memory unless a provider is added. Settings come from the section <c>RateLimiting</c> and
    /// the flat names <c>RATE_LIMIT_*</c> first, then from the delegate.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the defaults and adds policies; runs again when configuration changes.</param>
    public static BackoffRateLimitingBuilder AddBackoffRateLimiting(this IServiceCollection services, Action<BackoffRateLimitingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<BackoffRateLimitingOptions>, ConfigureFromSettings>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BackoffRateLimitingOptions>, BackoffRateLimitingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EndpointPolicyCheck>());
        services.TryAddSingleton<PolicySource>();
        services.TryAddSingleton<IRateLimitStore>(static provider => new MemoryRateLimitStore(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<PolicySource>().Current.Options.MaxTrackedKeys));
        services.TryAddSingleton<HeaderWriter>();
        services.TryAddSingleton<FeatureSource>();
        services.TryAddSingleton<RateLimitMetrics>();
        services.TryAddSingleton<Charging>();
        services.TryAddSingleton<RateLimitGate>();
        services.TryAddSingleton<IRateLimits, RateLimits>();
        var options = services.AddOptions<BackoffRateLimitingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return new BackoffRateLimitingBuilder(services);
    }
}
