using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>One open stream: its deadlines, which the process's tick looks at, why it ends, and how it is cut. Only its loop writes; all others only signal.</summary>
internal sealed class SseConnection : Wakeable
{
    private const int Free = 0;
    private const int Aborting = 1;
    private const int Closed = 2;

    /// <summary>How long a stream may still be busy with a write when the host stops, in milliseconds.</summary>
    private const long ShutdownGrace = 500;

    /// <summary>How long the client of a stream that must end may take nothing, where it may for longer otherwise, in milliseconds.</summary>
    private const long EndPatience = 10_000;

    // Known before the registry has the connection: from then on the tick looks at them.
    private readonly (long Due, EndReason Reason) _deadline;
    private readonly long _startedAt;
    private long _endedAt = long.MaxValue;
    private int _end;
    private int _access;
    private Activity? _activity;
    private CancellationTokenRegistration _aborted;
    private CancellationTokenRegistration _requested;

    public SseConnection(HttpContext context, SseEngine engine, SseStreamOptions options)
    {
        Context = context;
        Engine = engine;
        Options = options;
        Output = new SseOutput(this);
        _deadline = Deadline.Of(context, engine.Clock, options);
        _startedAt = engine.Clock.Now;
    }

    public HttpContext Context { get; }

    public SseEngine Engine { get; }

    public SseStreamOptions Options { get; }

    public SseOutput Output { get; }

    /// <summary>Its place in the registry.</summary>
    public int Index { get; set; }

    public string? ClientKey { get; set; }

    public EndReason EndedBy => (EndReason)Volatile.Read(ref _end);

    public bool IsEnding => EndedBy != EndReason.None;

    public bool HeartbeatDue => IsHeartbeatDue(Engine.Clock.Now);

    public void Open()
    {
        PeerTimeout.Set(Context, Options.WriteTimeout);
        _aborted = Context.RequestAborted.UnsafeRegister(static state => ((SseConnection)state!).End(EndReason.ClientGone), this);
        _requested = Options.EndToken.UnsafeRegister(static state => ((SseConnection)state!).End(EndReason.Requested), this);
        Engine.Metrics.Opened();
        _activity = Engine.Tracing.Open();
        Engine.Logger.StreamOpened();
    }

    public void Close()
    {
        Engine.Connections.Remove(this);
        _aborted.Dispose();
        _requested.Dispose();
        SpinWait wait = default;
        while (Interlocked.CompareExchange(ref _access, Closed, Free) == Aborting)
        {
            wait.SpinOnce();
        }

        Engine.Metrics.Closed(EndedBy, Engine.Clock.Now - _startedAt);
        SseTracing.Close(_activity, EndedBy);
        Engine.Logger.StreamEnded(EndedBy);
    }

    /// <summary>Looks at the deadlines. Answers whether the client is stuck, for the caller to <see cref="Abort"/>.</summary>
    public bool Tick(long now)
    {
        var isStuck = Output.FlushingSince is >= 0 and var since && IsStuck(now, since);
        if (isStuck)
        {
            End(EndReason.WriteTimeout);
        }

        if (now >= _deadline.Due)
        {
            End(_deadline.Reason);
        }
        else if (IsHeartbeatDue(now))
        {
            Signal(SseSignals.Heartbeat);
        }

        return isStuck;
    }

    /// <summary>Cuts the connection, but never that of the request which the server may serve next with the same context.</summary>
    public void Abort()
    {
        if (Interlocked.CompareExchange(ref _access, Aborting, Free) == Free)
        {
            try
            {
                Context.Abort();
            }
            catch (Exception exception)
            {
                // Some servers run at once what the application has registered for the abort, and it may throw.
                Engine.Logger.AbortFailed(exception);
            }
            finally
            {
                Volatile.Write(ref _access, Free);
            }
        }
    }

    public void End(EndReason reason)
    {
        if (Interlocked.CompareExchange(ref _end, (int)reason, (int)EndReason.None) == (int)EndReason.None)
        {
            Volatile.Write(ref _endedAt, Engine.Clock.Now);
        }

        Signal(SseSignals.End);
    }

    /// <summary>An end that is due waits for the event that is under way, as long as the client takes of it. Only a host that stops does not.</summary>
    private bool IsStuck(long now, long since) =>
        now - since >= SseClock.Milliseconds(Options.WriteTimeout)
        || now - EndPatience >= Math.Max(since, Volatile.Read(ref _endedAt))
        || now - ShutdownGrace >= Engine.Connections.DrainingSince;

    private bool IsHeartbeatDue(long now) => now - Output.LastWrite >= SseClock.Milliseconds(Options.HeartbeatInterval);
}
