namespace Investigations.EventFeed;

/// <summary>What became of an appended event.</summary>
public enum AppendOutcome
{
    /// <summary>It is stored now, at the position reported.</summary>
    Appended,

    /// <summary>It had been stored before with the same content; the position is the original one.</summary>
    Duplicate,

    /// <summary>Another event has that id; nothing was stored, and the position is the other event's.</summary>
    Conflict,
}
