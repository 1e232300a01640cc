using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Investigations.RateLimiting;

/// <summary>Lets the framework's own <c>UseRateLimiter</c> ask this package's policies. A policy counts a request once, whoever asks.</summary>
public static class BackoffRateLimitingBuilderExtensions
{
    /// <summary>
    /// Makes each policy known to <c>RequireRateLimiting</c> and <c>[EnableRateLimiting]</c> as <c>backoff:&lt;name&gt;</c>. The names are those
    /// at the start. Registers <c>IHttpContextAccessor</c>, by which such a policy finds its request.
    /// </summary>
    public static BackoffRateLimitingBuilder AddFrameworkPolicies(this BackoffRateLimitingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpContextAccessor();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<RateLimiterOptions>, FrameworkPolicies>());
        return builder;
    }

    /// <summary>
    /// Makes the default policy and those that the endpoint names the framework's <c>GlobalLimiter</c>, in front of one that the application
    /// sets. For pipelines that have <c>UseRateLimiter</c> and not <c>UseBackoffRateLimiting</c>; with both a request is counted once.
    /// </summary>
    public static BackoffRateLimitingBuilder AddFrameworkGlobalLimiter(this BackoffRateLimitingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RateLimiterOptions>, FrameworkGlobalLimiter>());
        return builder;
    }
}
