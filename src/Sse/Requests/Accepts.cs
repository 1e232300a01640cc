using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Investigations.Sse;

/// <summary>What a client says it takes (RFC 9110 §12.5.1).</summary>
internal static class Accepts
{
    public const string EventStream = "text/event-stream";

    /// <summary>Whether a stream can be sent at all. No header, or one that does not parse, takes anything.</summary>
    public static bool AnEventStream(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(accept) || accept is [EventStream or "*/*"] || !MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            return true;
        }

        // The most specific range decides, so that "text/event-stream;q=0, */*" refuses.
        var best = types.Where(Covers).OrderBy(Generality).FirstOrDefault();
        return best is not null && best.Quality is not 0;
    }

    /// <summary>Whether the client is an <c>EventSource</c> or like one: it asks for streams by name.</summary>
    public static bool OnlyAnEventStream(HttpRequest request)
    {
        foreach (var value in request.Headers.Accept)
        {
            if (value is not null && value.Contains(EventStream, StringComparison.OrdinalIgnoreCase))
            {
                return AnEventStream(request);
            }
        }

        return false;
    }

    private static bool Covers(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
        || (range.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals("event-stream", StringComparison.OrdinalIgnoreCase)));

    private static int Generality(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0;
}
