namespace Investigations.Sse;

/// <summary>What can be set for all streams, for an endpoint's and for a single one, in this order; a later setting wins.</summary>
public abstract class SseStreamSettings
{
    private protected SseStreamSettings()
    {
    }

    /// <summary>
    /// How long a stream may be silent before a heartbeat is written, counted from the last write: 100 ms or more, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for none. 30 seconds unless set.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The type of the heartbeat's event, for clients whose idle timer does not see comments; the event's data is empty.
    /// <see langword="null"/>, the default, makes heartbeats comments, which no client shows as a message.
    /// </summary>
    public string? HeartbeatEventType { get; set; }

    /// <summary>
    /// How long a stream lasts at most: more than zero, or <see cref="Timeout.InfiniteTimeSpan"/>. It ends cleanly between two
    /// events and the client resumes. 300 seconds unless set.
    /// </summary>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// The part of <see cref="MaxDuration"/> by which ends are spread, from 0 to 1: at 0.2, the default, a stream lasts 80 to
    /// 100 % of it, so that streams that began together do not return together.
    /// </summary>
    public double MaxDurationJitter { get; set; } = 0.2;

    /// <summary>
    /// How long a client may take no bytes that wait for it before it is disconnected: 100 ms or more, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. 10 seconds unless set. A stream whose end is due waits for 10 seconds at most; when the
    /// host stops, for half a second in all.
    /// </summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many events go out in one flush at most, from 1 to 1 000. Never waited for: a single event is flushed at once. 10 unless set.</summary>
    public int MaxBatchSize { get; set; } = 10;

    /// <summary>How long a client should wait before it reconnects: 0 to 1 hour. 2 seconds unless set.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// By how much <see cref="RetryInterval"/> is spread, from 0 to 1: at 0.5, the default, each stream's client is told 50 to
    /// 150 % of it.
    /// </summary>
    public double RetryJitter { get; set; } = 0.5;

    /// <summary>
    /// How long the headers wait for a source's first item: 0 to 1 minute. A source that fails within that time is the
    /// application's 500; one that ends without an item for a client that presented an id is a 204, which stops an
    /// <c>EventSource</c>. Zero, the default, sends the headers at once. Channels do not wait.
    /// </summary>
    public TimeSpan FirstItemWait { get; set; }

    /// <summary>
    /// The query parameter that may hold the last event's id where a client cannot set <c>Last-Event-ID</c>; the header wins.
    /// <c>last_event_id</c> unless set.
    /// </summary>
    public string LastEventIdQueryName { get; set; } = "last_event_id";

    /// <summary>
    /// The type of an event with data <c>{"code":"source_failed"}</c> that tells the client of a source that failed, before a
    /// clean end. <see langword="null"/>, the default, aborts the connection instead: a failure never looks like an end.
    /// </summary>
    public string? ErrorEventType { get; set; }

    internal void CopyTo(SseStreamSettings other)
    {
        other.HeartbeatInterval = HeartbeatInterval;
        other.HeartbeatEventType = HeartbeatEventType;
        other.MaxDuration = MaxDuration;
        other.MaxDurationJitter = MaxDurationJitter;
        other.WriteTimeout = WriteTimeout;
        other.MaxBatchSize = MaxBatchSize;
        other.RetryInterval = RetryInterval;
        other.RetryJitter = RetryJitter;
        other.FirstItemWait = FirstItemWait;
        other.LastEventIdQueryName = LastEventIdQueryName;
        other.ErrorEventType = ErrorEventType;
    }
}
