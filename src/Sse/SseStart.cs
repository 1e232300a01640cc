namespace Investigations.Sse;

/// <summary>Where a channel's stream starts for a client that presents no id.</summary>
public enum SseStart
{
    /// <summary>At the end of a pushed channel, at the beginning of a sourced one.</summary>
    Default,

    /// <summary>At the source's first event, or at the oldest that a pushed channel still has.</summary>
    Beginning,

    /// <summary>After the newest event: only what is yet to come.</summary>
    End,
}
