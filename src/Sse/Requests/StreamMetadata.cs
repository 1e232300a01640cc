using System.Net.Mime;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
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

    public static void Add(IList<object> metadata, Action<SseStreamOptions>? configure)
    {
        // Results add theirs after the endpoint's own; options that were given must not be hidden by none.
        var given = metadata.OfType<SseEndpointMetadata>().LastOrDefault()?.Configure;
        metadata.Add(new SseEndpointMetadata(given + configure));
        metadata.Add(new DisableRequestTimeoutAttribute());
    }
}
