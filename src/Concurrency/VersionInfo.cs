namespace Investigations.Concurrency;

/// <summary>The current version of a resource.</summary>
/// <param name="ResourceId">The resource's id.</param>
/// <param name="Version">The version, zero or more.</param>
/// <param name="UpdatedAt">When this version was made.</param>
/// <param name="UpdatedBy">Who made it.</param>
public sealed record VersionInfo(string ResourceId, long Version, DateTimeOffset UpdatedAt, string UpdatedBy);
