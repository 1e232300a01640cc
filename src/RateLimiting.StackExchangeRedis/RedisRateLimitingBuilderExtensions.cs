using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>Puts the limits into Redis.</summary>
public static class RedisRateLimitingBuilderExtensions
{
    /// <summary>Counts in Redis, so that all nodes that share it share the limits.</summary>
    /// <param name="builder">What <c>AddBackoffRateLimiting</c> gave.</param>
    /// <param name="configuration">A StackExchange.Redis connection string, such as <c>localhost:6379</c>.</param>
    public static BackoffRateLimitingBuilder AddStackExchangeRedis(this BackoffRateLimitingBuilder builder, string configuration)
    {
        ArgumentException.ThrowIfNullOrEmpty(configuration);
        return builder.AddStackExchangeRedis(o => o.Configuration = configuration);
    }

    /// <summary>Counts in Redis, so that all nodes that share it share the limits.</summary>
    /// <param name="builder">What <c>AddBackoffRateLimiting</c> gave.</param>
    /// <param name="configure">Says how to connect, and what to do while Redis does not answer.</param>
    public static BackoffRateLimitingBuilder AddStackExchangeRedis(this BackoffRateLimitingBuilder builder, Action<RedisRateLimitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<RedisRateLimitOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisRateLimitOptions>, RedisRateLimitOptionsValidator>());
        builder.Services.TryAddSingleton<RedisConnection>();
        builder.Services.TryAddSingleton<ScriptCaller>();
        builder.Services.TryAddSingleton<RedisMetrics>();
        builder.Services.TryAddSingleton<RedisTracing>();
        builder.Services.TryAddSingleton<RedisRateLimitStore>();

        // Added, not tried: a provider replaces the memory store whatever the order of the calls.
        builder.Services.AddSingleton<IRateLimitStore>(static provider => provider.GetRequiredService<RedisRateLimitStore>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RedisWarmUp>());
        return builder;
    }
}
