namespace Investigations.Sse;

/// <summary>What a stream is woken for.</summary>
[Flags]
internal enum SseSignals
{
    None = 0,
    Data = 1,
    Heartbeat = 2,
    End = 4,
    Source = 8,
    Deadline = 16,
    Parked = 32,
}
