namespace Investigations.EventFeed;

/// <summary>What to remove from a store.</summary>
/// <param name="Feed">The feed's name.</param>
/// <param name="ThroughSequence">Remove events up to and including this position.</param>
/// <param name="BeforeMs">Remove only events recorded before this time, in milliseconds since 1970.</param>
/// <param name="ForgetIdsBeforeMs">Ids of removed events recorded before this time need not be remembered any longer.</param>
public sealed record StoreTrim(string Feed, long ThroughSequence, long BeforeMs, long ForgetIdsBeforeMs);
