namespace Investigations.Concurrency;

/// <summary>What to do about a write that never looked at the version it had to expect.</summary>
public enum UnusedVersionHandling
{
    /// <summary>Log an error in the Development environment.</summary>
    LogInDevelopment,

    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>Log an error.</summary>
    Log,

    /// <summary>Throw before the response starts: for tests.</summary>
    Throw,
}
