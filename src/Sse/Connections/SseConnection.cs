using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>
/// One open stream: its deadlines, which the process's tick looks at, and the one place where its loop waits. Only the loop
/// writes; all others only signal.
/// </summary>
internal sealed class SseConnection(HttpContext context, SseEngine engine, SseStreamOptions options) : IBufferWriter<byte>, IValueTaskSource
{
    private const int Free = 0;
    private const int Aborting = 1;
    private const int Closed = 2;

    /// <summary>How long a stream that must end may still be busy with a write.</summary>
    private const long EndGrace = 500;

    /// <summary>What may wait in the response before it is flushed, so that a large event to a slow client makes measurable progress.</summary>
    public const int MaxUnflushed = 32 * 1024;

    private readonly PipeWriter _output = context.Response.BodyWriter;
    private int _access;
    private ManualResetValueTaskSourceCore<bool> _wake;
    private int _signals;
    private int _end;
    private long _endedAt = long.MaxValue;

    // Known before the registry has the connection: from then on the tick looks at them.
    private readonly (long Due, EndReason Reason) _deadline = Deadline.Of(context, engine.Clock, options);
    private readonly long _startedAt = engine.Clock.Now;
    private long _lastWrite = engine.Clock.Now;
    private long _flushingSince = -1;
    private Activity? _activity;
    private CancellationTokenRegistration _aborted;
    private CancellationTokenRegistration _requested;

    public HttpContext Context => context;

    public SseEngine Engine => engine;

    public SseStreamOptions Options => options;

    /// <summary>Its place in the registry.</summary>
    public int Index { get; set; }

    public string? ClientKey { get; set; }

    public EndReason EndedBy => (EndReason)Volatile.Read(ref _end);

    public bool IsEnding => EndedBy != EndReason.None;

    public bool HeartbeatDue => engine.Clock.Now - _lastWrite >= SseClock.Milliseconds(options.HeartbeatInterval);

    /// <summary>What was written since the last flush, in bytes.</summary>
    public int Unflushed { get; private set; }

    public void Open()
    {
        PeerTimeout.Set(context, options.WriteTimeout);
        _aborted = context.RequestAborted.UnsafeRegister(static state => ((SseConnection)state!).End(EndReason.ClientGone), this);
        _requested = options.EndToken.UnsafeRegister(static state => ((SseConnection)state!).End(EndReason.Requested), this);
        engine.Metrics.Opened();
        _activity = engine.Tracing.Open();
        engine.Logger.StreamOpened();
    }

    public void Close()
    {
        engine.Connections.Remove(this);
        _aborted.Dispose();
        _requested.Dispose();
        SpinWait wait = default;
        while (Interlocked.CompareExchange(ref _access, Closed, Free) == Aborting)
        {
            wait.SpinOnce();
        }

        engine.Metrics.Closed(EndedBy, engine.Clock.Now - _startedAt);
        SseTracing.Close(_activity, EndedBy);
        engine.Logger.StreamEnded(EndedBy);
    }

    /// <summary>Looks at the deadlines. Answers whether the client is stuck, for the caller to <see cref="Abort"/>.</summary>
    public bool Tick(long now)
    {
        var isStuck = false;
        if (Volatile.Read(ref _flushingSince) is >= 0 and var since)
        {
            isStuck = now - since >= SseClock.Milliseconds(options.WriteTimeout);
            if (isStuck)
            {
                End(EndReason.WriteTimeout);
            }

            isStuck |= now - EndGrace >= Volatile.Read(ref _endedAt);
        }

        if (now >= _deadline.Due)
        {
            End(_deadline.Reason);
        }
        else if (now - Volatile.Read(ref _lastWrite) >= SseClock.Milliseconds(options.HeartbeatInterval))
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
                context.Abort();
            }
            catch (Exception exception)
            {
                // Some servers run at once what the application has registered for the abort, and it may throw.
                engine.Logger.AbortFailed(exception);
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
            Volatile.Write(ref _endedAt, engine.Clock.Now);
        }

        Signal(SseSignals.End);
    }

    /// <summary>Wakes the loop, on the pool's threads unless the caller is the one the loop would have awaited.</summary>
    public void Signal(SseSignals signal, bool inline = false)
    {
        int seen, next;
        do
        {
            seen = Volatile.Read(ref _signals);
            next = (seen | (int)signal) & ~(int)SseSignals.Parked;
            if (seen == next)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _signals, next, seen) != seen);

        if ((seen & (int)SseSignals.Parked) != 0)
        {
            _wake.RunContinuationsAsynchronously = !inline;
            _wake.SetResult(true);
        }
    }

    /// <summary>Completes at the next signal, at once if one has come since the last <see cref="Take"/>.</summary>
    public ValueTask WaitAsync()
    {
        _wake.Reset();
        return Interlocked.CompareExchange(ref _signals, (int)SseSignals.Parked, 0) == 0 ? new ValueTask(this, _wake.Version) : ValueTask.CompletedTask;
    }

    public SseSignals Take() => (SseSignals)Interlocked.Exchange(ref _signals, 0);

    public void Advance(int count)
    {
        _output.Advance(count);
        Unflushed += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        Unflushed += bytes.Length;
    }

    /// <summary>Writes an event of any size. A large one goes in parts, so that a slow client that makes progress is not taken for one that does not.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length <= MaxUnflushed)
        {
            Write(bytes.Span);
            return ValueTask.CompletedTask;
        }

        return WritePartsAsync(bytes);
    }

    private async ValueTask WritePartsAsync(ReadOnlyMemory<byte> bytes)
    {
        // An end that is due waits for the event: none is ever cut for a client that is still there.
        while (bytes.Length > 0 && (!IsEnding || EndedBy.IsClean()))
        {
            var part = bytes[..Math.Min(bytes.Length, MaxUnflushed)];
            Write(part.Span);
            bytes = bytes[part.Length..];
            await FlushAsync();
        }
    }

    /// <summary>Sends what was written. A client that is gone ends the stream; the write timeout watches a flush that does not finish.</summary>
    public ValueTask FlushAsync()
    {
        var now = engine.Clock.Now;
        Volatile.Write(ref _lastWrite, now);
        engine.Metrics.Wrote(Unflushed);
        Unflushed = 0;
        ValueTask<FlushResult> flush;
        try
        {
            flush = _output.FlushAsync(CancellationToken.None);
        }
        catch (Exception exception) when (IsOfAClientGone(exception))
        {
            End(EndReason.ClientGone);
            return ValueTask.CompletedTask;
        }

        if (flush.IsCompletedSuccessfully)
        {
            Flushed(flush.Result);
            return ValueTask.CompletedTask;
        }

        Volatile.Write(ref _flushingSince, now);
        return AwaitAsync(flush);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            Flushed(await flush);
        }
        catch (Exception exception) when (IsOfAClientGone(exception))
        {
            End(EndReason.ClientGone);
        }
        finally
        {
            Volatile.Write(ref _flushingSince, -1);
        }
    }

    /// <summary>Says that the response is whole, unless the client is gone.</summary>
    public async ValueTask CompleteAsync()
    {
        try
        {
            await context.Response.CompleteAsync();
        }
        catch (Exception exception) when (IsOfAClientGone(exception))
        {
            End(EndReason.ClientGone);
        }
    }

    private static bool IsOfAClientGone(Exception exception) => exception is IOException or OperationCanceledException or ObjectDisposedException;

    private void Flushed(FlushResult result)
    {
        if (result.IsCompleted || result.IsCanceled)
        {
            End(EndReason.ClientGone);
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);
}
