namespace Investigations.EventFeed;

/// <summary>What a trim did.</summary>
/// <param name="Removed">How many events are gone by this call.</param>
/// <param name="Floor">Everything up to and including this position is gone; 0 if nothing ever was.</param>
public readonly record struct TrimResult(long Removed, long Floor);
