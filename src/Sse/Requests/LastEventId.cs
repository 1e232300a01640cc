using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Investigations.Sse;

/// <summary>The id that a client resumes after.</summary>
/// <param name="Value">The id; <see langword="null"/> where none was presented or it is invalid.</param>
/// <param name="IsInvalid">Whether what was presented cannot be an id of any stream.</param>
internal readonly record struct LastEventId(string? Value, bool IsInvalid)
{
    /// <summary>Reads the header, else the query. An empty one is none.</summary>
    public static LastEventId Of(HttpRequest request, string queryName)
    {
        var presented = request.Headers["Last-Event-ID"];
        if (StringValues.IsNullOrEmpty(presented))
        {
            presented = request.QueryString.HasValue ? request.Query[queryName] : default;
        }

        return presented switch
        {
            [] or [null or ""] => default,
            [{ } id] when SseField.IsValidId(id) => new(id, IsInvalid: false),
            _ => new(null, IsInvalid: true),
        };
    }
}
