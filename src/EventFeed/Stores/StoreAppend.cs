namespace Investigations.EventFeed;

/// <summary>A checked batch on its way into a store.</summary>
/// <param name="Feed">The feed's name.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="CheckIds">Whether ids are looked up and remembered; without it every event is stored.</param>
public sealed record StoreAppend(string Feed, IReadOnlyList<PendingEvent> Events, bool CheckIds);
