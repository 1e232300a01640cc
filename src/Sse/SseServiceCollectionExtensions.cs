using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>Adds streams to the application's services.</summary>
public static class SseServiceCollectionExtensions
{
    /// <summary>Adds what <see cref="SseResults"/> needs. May be called several times.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options, after the section <c>Sse</c> and the flat names.</param>
    public static IServiceCollection AddSse(this IServiceCollection services, Action<SseOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SseOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SseOptions>, SseSettings>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SseOptions>, SseOptionsValidator>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SseClock>();
        services.TryAddSingleton<SseTicker>();
        services.TryAddSingleton<SseConnections>();
        services.TryAddSingleton<SseMetrics>();
        services.TryAddSingleton<SseTracing>();
        services.TryAddSingleton<SseEngine>();
        return services;
    }

    /// <summary>Adds channels of one kind, as <see cref="ISseChannels{TKey, T}"/>. Calls <see cref="AddSse"/>. May be called several times; the options add up.</summary>
    /// <typeparam name="TKey">What names a channel.</typeparam>
    /// <typeparam name="T">The events' data.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the channels' options.</param>
    public static IServiceCollection AddSseChannels<TKey, T>(this IServiceCollection services, Action<SseChannelOptions<TKey, T>>? configure = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSse();
        services.AddOptions<SseChannelOptions<TKey, T>>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SseChannelOptions<TKey, T>>, SseChannelOptionsValidator<TKey, T>>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton<SseChannels<TKey, T>>();
        services.TryAddSingleton<ISseChannels<TKey, T>>(static provider => provider.GetRequiredService<SseChannels<TKey, T>>());
        if (typeof(TKey) == typeof(string))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<INamedChannels, NamedChannels<T>>());
        }

        return services;
    }
}
