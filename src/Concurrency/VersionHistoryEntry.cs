using System.Text.Json;

namespace Investigations.Concurrency;

/// <summary>One version of a resource, and how it came to be.</summary>
/// <param name="Version">The version.</param>
/// <param name="PreviousVersion">The one before it; <see langword="null"/> for the first.</param>
/// <param name="ChangedAt">When it was made.</param>
/// <param name="ChangedBy">Who made it.</param>
/// <param name="Changes">What changed, as any JSON; it is sent as it is.</param>
public sealed record VersionHistoryEntry(
    long Version, long? PreviousVersion, DateTimeOffset ChangedAt, string ChangedBy, JsonElement Changes);
