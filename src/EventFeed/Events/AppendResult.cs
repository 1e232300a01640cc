namespace Investigations.EventFeed;

/// <summary>What became of one appended event.</summary>
/// <param name="Id">The event's id; the one that was made for it if it had none.</param>
/// <param name="Outcome">Whether it was stored now, earlier, or not at all.</param>
/// <param name="Sequence">The position of the event that is stored under the id.</param>
/// <param name="Timestamp">The recorded time of the event that is stored under the id.</param>
public readonly record struct AppendResult(string Id, AppendOutcome Outcome, long Sequence, DateTimeOffset Timestamp);
