namespace Investigations.Concurrency;

/// <summary>A tag from the cache, or one that this request has read itself.</summary>
internal readonly record struct RecentTag(EntityTag? Tag, bool IsFresh);
