using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>What providers and further parts are added to.</summary>
public sealed class BackoffRateLimitingBuilder
{
    internal BackoffRateLimitingBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }
}
