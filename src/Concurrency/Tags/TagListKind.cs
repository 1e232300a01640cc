namespace Investigations.Concurrency;

/// <summary>What a precondition header says, or why it can't be read.</summary>
internal enum TagListKind : byte
{
    /// <summary>The request has no such header.</summary>
    Missing,

    /// <summary><c>*</c></summary>
    Any,

    /// <summary>One tag or more.</summary>
    Tags,

    /// <summary>Not what the grammar allows.</summary>
    Malformed,

    /// <summary>No header says so by itself: there must be no resource.</summary>
    Absent,
}
