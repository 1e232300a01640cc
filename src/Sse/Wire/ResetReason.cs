namespace Investigations.Sse;

/// <summary>Why a stream starts over, where this package decides it.</summary>
internal static class ResetReason
{
    /// <summary>The id is malformed, unknown, or another channel's: all alike, so that nothing can be learnt from the answer.</summary>
    public const string Invalid = "invalid_cursor";

    /// <summary>The events after the id are no longer kept.</summary>
    public const string Expired = "cursor_expired";
}
