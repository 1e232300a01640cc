namespace Investigations.Concurrency;

/// <summary>What to do with a form of entity tag that RFC 9110 does not let match.</summary>
public enum TagHandling
{
    /// <summary>It counts like a strong, quoted tag.</summary>
    Accept,

    /// <summary>It is treated to the letter of RFC 9110.</summary>
    Reject,
}
