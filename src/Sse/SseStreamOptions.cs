namespace Investigations.Sse;

/// <summary>What holds for the streams of one endpoint or for a single stream.</summary>
public sealed class SseStreamOptions : SseStreamSettings
{
    /// <summary>
    /// When the stream ends at the latest, e.g. when the caller's token expires. <see langword="null"/>, the default, takes the
    /// authentication ticket's expiry where there is one.
    /// </summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Ends the stream cleanly when cancelled, e.g. when the caller has lost access.</summary>
    public CancellationToken EndToken { get; set; }

    /// <summary>The <c>resume</c> member of the resets that this package makes itself: where a client starts over. <see langword="null"/> leaves it out.</summary>
    public string? ResumeUrl { get; set; }

    /// <summary>Where a channel's stream starts for a client that presents no id.</summary>
    public SseStart Start { get; set; }

    /// <summary>The id after which the stream starts for a client that presents none; wins over <see cref="Start"/>.</summary>
    public string? StartAfterId { get; set; }
}
