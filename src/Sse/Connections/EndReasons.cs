namespace Investigations.Sse;

internal static class EndReasons
{
    /// <summary>Whether the client is still there to be told.</summary>
    public static bool IsClean(this EndReason reason) => reason is not (EndReason.ClientGone or EndReason.WriteTimeout or EndReason.SourceFailed);

    /// <summary>The reason as a metric's tag.</summary>
    public static string Tag(this EndReason reason) => reason switch
    {
        EndReason.Completed => "completed",
        EndReason.MaxDuration => "max_duration",
        EndReason.Expired => "expired",
        EndReason.Requested => "requested",
        EndReason.Shutdown => "shutdown",
        EndReason.ResetTwice => "reset_twice",
        EndReason.Rejected => "rejected",
        EndReason.ClientGone => "client_gone",
        EndReason.WriteTimeout => "write_timeout",
        EndReason.SourceFailed => "source_failed",
        _ => "none",
    };
}
