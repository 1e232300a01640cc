using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Registers the package.</summary>
public static class OptimisticConcurrencyServiceCollectionExtensions
{
    /// <summary>
    /// Adds what protected endpoints and conditional reads need. Options come from section <c>Concurrency</c>, then flat names, then <paramref name="configure"/>;
    /// they are validated when the host starts.
    /// </summary>
    public static IServiceCollection AddOptimisticConcurrency(
        this IServiceCollection services, Action<OptimisticConcurrencyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<OptimisticConcurrencyOptions>, ConfigureOptimisticConcurrencyOptions>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OptimisticConcurrencyOptions>, ValidateOptimisticConcurrencyOptions>());
        var options = services.AddOptions<OptimisticConcurrencyOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConcurrencyMetrics>();
        services.TryAddSingleton<VersionCache>();
        services.TryAddSingleton<IVersionCache>(provider => provider.GetRequiredService<VersionCache>());
        services.TryAddSingleton<TagReader>();
        services.TryAddSingleton<VersionHeaders>();
        services.TryAddSingleton<ConflictRecognizer>();
        services.TryAddSingleton<UnusedVersionGuard>();
        services.TryAddSingleton<PreconditionAnswers>();
        services.TryAddSingleton<WriteEvaluator>();
        services.TryAddSingleton<ReadEvaluator>();
        services.TryAddSingleton<PreconditionEvaluator>();
        services.TryAddSingleton<PreconditionPipeline>();
        services.TryAddSingleton<PreconditionResourceFilter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MvcOptions>, ConfigureMvc>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiDescriptionProvider, ConcurrencyApiDescriptionProvider>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, UngatedEndpointPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DisabledWarning>());
        return services;
    }
}
