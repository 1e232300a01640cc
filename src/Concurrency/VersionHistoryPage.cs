namespace Investigations.Concurrency;

/// <summary>One page of a resource's history.</summary>
/// <param name="Entries">The entries, newest first, at most as many as were asked for.</param>
/// <param name="HasMore">Whether there are older entries.</param>
public sealed record VersionHistoryPage(IReadOnlyList<VersionHistoryEntry> Entries, bool HasMore);
