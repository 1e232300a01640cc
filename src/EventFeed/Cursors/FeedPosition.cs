namespace Investigations.EventFeed;

/// <summary>A place between two events of a feed.</summary>
/// <param name="Epoch">The store's epoch.</param>
/// <param name="Sequence">The position of the last event before the place; 0 for the start.</param>
/// <param name="Anchor">Tells which event that was.</param>
internal readonly record struct FeedPosition(long Epoch, long Sequence, uint Anchor);
