namespace Investigations.Sse;

/// <summary>
/// Thrown by a resumable source that cannot go on from the id it was given. The stream writes an event of type <c>reset</c>
/// without an id and with data <c>{"reason":"…","resume":"…"}</c>, then calls the source again with no id. It does so once; a
/// second reset before any event ends the stream.
/// </summary>
/// <param name="reason">A stable, snake_case code, e.g. <c>cursor_expired</c>.</param>
public sealed class SseResetException(string reason) : Exception($"The stream cannot resume: {reason}.")
{
    /// <summary>A stable, snake_case code that the client is told.</summary>
    public string Reason { get; } = reason ?? throw new ArgumentNullException(nameof(reason));

    /// <summary>Where the client can start over by other means, e.g. the first page's URL; <see langword="null"/> leaves the member out.</summary>
    public string? Resume { get; init; }
}
