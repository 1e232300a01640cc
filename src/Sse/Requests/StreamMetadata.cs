using System.Net.Mime;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Investigations.Sse;

/// <summary>What an endpoint of streams says of itself to OpenAPI and to the middleware before it.</summary>
internal static class StreamMetadata
{
    public static void Add<T>(IList<object> metadata)
    {
        metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(SseItem<T>), [MediaTypeNames.Text.EventStream]));
        Add(metadata, configure: null);
    }

    /// <summary>For handlers whose type hides what they stream: text, unless the endpoint says more.</summary>
    public static void AddDescription(IList<object> metadata)
    {
        if (!metadata.OfType<IProducesResponseTypeMetadata>().Any(static answer => answer.ContentTypes.Contains(MediaTypeNames.Text.EventStream)))
        {
            metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaTypeNames.Text.EventStream]));
        }
    }

    public static void Add(IList<object> metadata, Action<SseStreamOptions>? configure)
    {
        // Results add theirs after the endpoint's own; options that were given must not be hidden by none.
        var given = metadata.OfType<SseEndpointMetadata>().LastOrDefault()?.Configure;
        metadata.Add(new SseEndpointMetadata(given + configure));
        metadata.Add(new DisableRequestTimeoutAttribute());
    }
}
