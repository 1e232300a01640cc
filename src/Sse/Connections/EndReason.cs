namespace Investigations.Sse;

/// <summary>Why a stream ended.</summary>
internal enum EndReason
{
    None,
    Completed,
    MaxDuration,
    Expired,
    Requested,
    Shutdown,
    ResetTwice,
    Rejected,
    ClientGone,
    WriteTimeout,
    SourceFailed,
}
