using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>What a request says of the stream it asks for.</summary>
public static class SseHttpRequestExtensions
{
    /// <summary>Where the client wants its stream to go on, read as this package's streams read it, with the options of the request's endpoint.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="InvalidOperationException"><see cref="SseServiceCollectionExtensions.AddSse"/> was not called.</exception>
    public static SseLastEventId GetSseLastEventId(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = request.HttpContext;
        return SseLastEventId.Of(request, StreamRequest.OptionsFor(context, StreamRequest.Engine(context), configure: null).LastEventIdQueryName);
    }
}
