namespace Investigations.Concurrency;

/// <summary>What is to be done with a request.</summary>
internal enum Outcome
{
    Proceed,

    /// <summary>304</summary>
    NotModified,

    /// <summary>428: there is no precondition where one is required.</summary>
    Missing,

    /// <summary>400: a precondition can't be read.</summary>
    Malformed,

    /// <summary>404: there is nothing to compare with.</summary>
    NotFound,

    /// <summary>409 or 412: <c>If-Match</c> failed on a write.</summary>
    Conflict,

    /// <summary>412: <c>If-None-Match</c> failed on a write, or <c>If-Match</c> on a read.</summary>
    PreconditionFailed,
}
