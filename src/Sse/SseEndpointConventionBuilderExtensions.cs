using Microsoft.AspNetCore.Builder;

namespace Investigations.Sse;

/// <summary>Marks endpoints as ones of streams.</summary>
public static class SseEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Sets what holds for an endpoint's streams, keeps the output cache and request timeouts away from it, and describes it to OpenAPI as a
    /// <c>text/event-stream</c>. Needed for all but the first only where the handler's return type does not show that it streams: <c>IResult</c>,
    /// controllers. <c>Produces&lt;SseItem&lt;T&gt;&gt;(200, "text/event-stream")</c> says besides what the events' data is.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoint's builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="configure">Sets options; runs before those of a single stream.</param>
    public static TBuilder WithSse<TBuilder>(this TBuilder builder, Action<SseStreamOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => StreamMetadata.Add(endpoint.Metadata, configure));

        // At last, because what a handler's type or the endpoint itself says comes after the words of its group.
        builder.Finally(static endpoint => StreamMetadata.AddDescription(endpoint.Metadata));
        return builder;
    }
}
