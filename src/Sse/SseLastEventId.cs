using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Investigations.Sse;

/// <summary>
/// Where a client wants its stream to go on (HTML, §9.2.4): the id in <c>Last-Event-ID</c>, else in the query parameter that the
/// endpoint's streams take it from (<see cref="SseStreamSettings.LastEventIdQueryName"/>). Streams read it by themselves; a handler
/// that decides something by it, such as that there is nothing left to stream, takes it as a parameter, or calls
/// <see cref="SseHttpRequestExtensions.GetSseLastEventId"/>.
/// </summary>
public readonly record struct SseLastEventId
{
    private SseLastEventId(string? value, bool isInvalid) => (Value, IsInvalid) = (value, isInvalid);

    /// <summary>The id: 1 to 256 bytes of UTF-8 without CR, LF and NUL, otherwise unchecked. <see langword="null"/> where none was presented or <see cref="IsInvalid"/>.</summary>
    public string? Value { get; }

    /// <summary>
    /// Whether what was presented cannot be an id of any stream: too long, malformed, or several at once. A stream answers it with
    /// a reset.
    /// </summary>
    public bool IsInvalid { get; }

    /// <summary>Reads the id for a parameter of a minimal API's handler.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException"><see cref="SseServiceCollectionExtensions.AddSse"/> was not called.</exception>
    public static ValueTask<SseLastEventId> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(context.Request.GetSseLastEventId());
    }

    /// <summary>The id, or nothing.</summary>
    public override string ToString() => Value ?? "";

    /// <summary>Reads the header, else the query. An empty one is none.</summary>
    internal static SseLastEventId Of(HttpRequest request, string queryName)
    {
        var presented = request.Headers["Last-Event-ID"];
        if (StringValues.IsNullOrEmpty(presented))
        {
            presented = request.QueryString.HasValue ? request.Query[queryName] : default;
        }

        return presented switch
        {
            [] or [null or ""] => default,
            [{ } id] when SseField.IsValidId(id) => new(id, isInvalid: false),
            _ => new(null, isInvalid: true),
        };
    }
}
