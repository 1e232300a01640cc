using Microsoft.AspNetCore.Builder;

namespace Investigations.Sse;

/// <summary>Marks endpoints as ones of streams.</summary>
public static class SseEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Sets what holds for an endpoint's streams, and keeps the output cache and request timeouts away from it. Needed for
    /// the latter only where the handler's return type does not show that it streams: <c>IResult</c>, controllers.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoint's builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="configure">Sets options; runs before those of a single stream.</param>
    public static TBuilder WithSse<TBuilder>(this TBuilder builder, Action<SseStreamOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => StreamMetadata.Add(endpoint.Metadata, configure));
        return builder;
    }
}
