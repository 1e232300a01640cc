using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Investigations.Sse;

/// <summary>
/// What a stream writes to its client, and when it last did. Only the stream's loop writes; the tick looks at the times. A client that is gone ends
/// the stream, and is no exception.
/// </summary>
internal sealed class SseOutput(SseConnection connection) : IBufferWriter<byte>
{
    /// <summary>What may wait in the response before it is flushed, so that a large event to a slow client makes measurable progress.</summary>
    public const int MaxUnflushed = 32 * 1024;

    private readonly PipeWriter _body = connection.Context.Response.BodyWriter;
    private long _lastWrite = connection.Engine.Clock.Now;
    private long _flushingSince = -1;

    /// <summary>What was written since the last flush, in bytes.</summary>
    public int Unflushed { get; private set; }

    /// <summary>When the last flush began; before the first, when the connection was made.</summary>
    public long LastWrite => Volatile.Read(ref _lastWrite);

    /// <summary>Since when the client takes no bytes that wait for it; -1 where none wait.</summary>
    public long FlushingSince => Volatile.Read(ref _flushingSince);

    public void Advance(int count)
    {
        _body.Advance(count);
        Unflushed += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _body.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _body.GetSpan(sizeHint);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
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

    /// <summary>Sends what was written.</summary>
    public ValueTask FlushAsync()
    {
        var now = connection.Engine.Clock.Now;
        Volatile.Write(ref _lastWrite, now);
        connection.Engine.Metrics.Wrote(Unflushed);
        Unflushed = 0;
        ValueTask<FlushResult> flush;
        try
        {
            flush = _body.FlushAsync(CancellationToken.None);
        }
        catch (Exception exception) when (IsOfAClientGone(exception))
        {
            connection.End(EndReason.ClientGone);
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

    /// <summary>Says that the response is whole.</summary>
    public async ValueTask CompleteAsync()
    {
        try
        {
            await connection.Context.Response.CompleteAsync();
        }
        catch (Exception exception) when (IsOfAClientGone(exception))
        {
            connection.End(EndReason.ClientGone);
        }
    }

    private async ValueTask WritePartsAsync(ReadOnlyMemory<byte> bytes)
    {
        // An end that is due waits for the event: none is ever cut for a client that is still there.
        while (bytes.Length > 0 && (!connection.IsEnding || connection.EndedBy.IsClean()))
        {
            var part = bytes[..Math.Min(bytes.Length, MaxUnflushed)];
            Write(part.Span);
            bytes = bytes[part.Length..];
            await FlushAsync();
        }
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
            connection.End(EndReason.ClientGone);
        }
        finally
        {
            Volatile.Write(ref _flushingSince, -1);
        }
    }

    private void Flushed(FlushResult result)
    {
        if (result.IsCompleted || result.IsCanceled)
        {
            connection.End(EndReason.ClientGone);
        }
    }

    private static bool IsOfAClientGone(Exception exception) => exception is IOException or OperationCanceledException or ObjectDisposedException;
}
