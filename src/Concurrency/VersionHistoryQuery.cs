namespace Investigations.Concurrency;

/// <summary>Which part of a resource's history is asked for.</summary>
/// <param name="Limit">The most entries to return, at least 1.</param>
/// <param name="Before">Only versions smaller than this one; <see langword="null"/> to start with the newest.</param>
public readonly record struct VersionHistoryQuery(int Limit, long? Before);
