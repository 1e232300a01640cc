namespace Investigations.EventFeed;

/// <summary>What a store holds under the id of an event that was to be appended.</summary>
/// <param name="IsNew">The event was stored by this very call.</param>
/// <param name="Sequence">The position under the id.</param>
/// <param name="TimestampMs">The recorded time under the id, in milliseconds since 1970.</param>
/// <param name="Existing">The event that was there before; null when it is new, or when only its id is remembered after a trim.</param>
public readonly record struct StoredAppend(bool IsNew, long Sequence, long TimestampMs, FeedEvent? Existing);
