namespace Investigations.Sse;

/// <summary>How far a stream that is not on its channel's ring has come.</summary>
/// <param name="LastId">The id of the last event the client has; <see langword="null"/> for none.</param>
/// <param name="Position">From where to read on, if the source has moved past events it leaves out.</param>
/// <param name="Start">Where to start if there is no id.</param>
internal readonly record struct Place(string? LastId, string? Position, SseStart Start)
{
    public string? ReadFrom => Position ?? LastId;
}
