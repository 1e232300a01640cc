namespace Investigations.Concurrency;

/// <summary>How a write that compares and swaps ended.</summary>
public enum VersionOutcome
{
    /// <summary>There is no such resource.</summary>
    NotFound,

    /// <summary>The resource was at another version than expected; nothing was written.</summary>
    Conflict,

    /// <summary>The write changed nothing; the version is the same as before.</summary>
    Unchanged,

    /// <summary>The write was made, under a new version.</summary>
    Committed,
}
