using Microsoft.AspNetCore.Builder;

namespace Investigations.RateLimiting;

/// <summary>Says in which policies endpoints are counted.</summary>
public static class RateLimitEndpointConventionBuilderExtensions
{
    /// <summary>Counts the endpoints in a named policy as well. May be called several times; each policy counts a request once.</summary>
    /// <param name="builder">The endpoints.</param>
    /// <param name="policy">The policy's name. A name that does not exist stops the host when it has started.</param>
    public static TBuilder WithRateLimit<TBuilder>(this TBuilder builder, string policy) where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(policy);
        return builder.WithMetadata(new RateLimitAttribute(policy));
    }

    /// <summary>Does not count the endpoints in the default policy, only in those that they name.</summary>
    public static TBuilder WithoutDefaultRateLimit<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new WithoutDefaultRateLimitAttribute());

    /// <summary>Does not count the endpoints at all; their responses carry no rate-limit headers.</summary>
    public static TBuilder DisableBackoffRateLimiting<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DisableBackoffRateLimitingAttribute());
}
