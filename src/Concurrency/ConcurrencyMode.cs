namespace Investigations.Concurrency;

/// <summary>Whether preconditions are enforced on writes.</summary>
public enum ConcurrencyMode
{
    /// <summary>A protected write without a precondition is answered 428.</summary>
    Required,

    /// <summary>A write without a precondition proceeds, and one with a precondition must satisfy it.</summary>
    Optional,

    /// <summary>Preconditions on writes are not looked at. Tags and 304 go on.</summary>
    Disabled,
}
