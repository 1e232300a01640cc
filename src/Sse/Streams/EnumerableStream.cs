using System.Net.ServerSentEvents;

namespace Investigations.Sse;

/// <summary>A stream of one source's items, which is called again from the beginning when it cannot resume.</summary>
internal sealed class EnumerableStream<T>(
    SseConnection connection,
    Func<string?, CancellationToken, IAsyncEnumerable<SseItem<T>>> source,
    SseEncoder<T> encoder) : StreamLoop(connection)
{
    private readonly StreamCancellation _cancel = new();
    private ITimer? _firstItemTimer;
    private bool _hasItems;
    private int _written;

    public async Task RunAsync()
    {
        try
        {
            await StreamAsync();
        }
        finally
        {
            Connection.Close();
        }
    }

    private async Task StreamAsync()
    {
        var presented = SseLastEventId.Of(Connection.Context.Request, Connection.Options.LastEventIdQueryName);
        var after = presented.IsInvalid ? null : presented.Value ?? Connection.Options.StartAfterId;
        var wait = Connection.Options.FirstItemWait;
        if (wait == TimeSpan.Zero || presented.IsInvalid)
        {
            await StartAsync();
        }
        else
        {
            _firstItemTimer = Connection.Engine.Clock.Time.CreateTimer(
                static state => ((SseConnection)state!).Signal(SseSignals.Deadline), Connection, wait, Timeout.InfiniteTimeSpan);
        }

        if (presented.IsInvalid)
        {
            await ResetAsync(ResetReason.Invalid, Connection.Options.ResumeUrl, bySource: false);
        }

        try
        {
            while (await EnumerateAsync(after))
            {
                after = null;
            }
        }
        finally
        {
            if (_firstItemTimer is not null)
            {
                await _firstItemTimer.DisposeAsync();
            }
        }

        if (!IsStarted && Connection.EndedBy == EndReason.Completed)
        {
            await FinishWithoutItemsAsync(presented.Value is not null);
        }
    }

    /// <summary>Sends one run of the source. Answers whether it must be run again without an id.</summary>
    private async Task<bool> EnumerateAsync(string? after)
    {
        var move = new SourceMove<T>(Connection);
        SseResetException? reset = null;
        try
        {
            await SendAsync(move, after);
        }
        catch (SseResetException exception)
        {
            reset = exception;
        }
        catch (Exception exception) when (Connection.IsEnding)
        {
            // What a source throws when it is told to stop is nobody's failure.
            if (exception is not OperationCanceledException)
            {
                Connection.Engine.Logger.AbandonedSourceFailed(exception);
            }
        }
        catch (Exception exception)
        {
            Connection.End(EndReason.SourceFailed);
            if (!IsStarted)
            {
                await move.LeaveAsync();
                throw;
            }

            Connection.Engine.Logger.SourceFailed(exception);
        }

        // What the source has yielded goes to the client, whatever it threw after that.
        await DeliverAsync();
        if (reset is not null && !Connection.IsEnding)
        {
            await move.LeaveAsync();
            if (!IsStarted)
            {
                await StartAsync();
            }

            await ResetAsync(reset.Reason, reset.Resume, bySource: true);
            if (!Connection.IsEnding)
            {
                return true;
            }
        }

        _cancel.Cancel();
        if (!IsStarted && Connection.EndedBy != EndReason.Completed && Connection.EndedBy.IsClean())
        {
            // Without an event stream's headers an EventSource would not come back.
            await StartAsync();
        }

        if (IsStarted)
        {
            await FinishAsync();
        }

        await move.LeaveAsync();
        return false;
    }

    private async Task SendAsync(SourceMove<T> move, string? after)
    {
        move.Open(source(after, _cancel.Token), _cancel.Token);
        while (!Connection.IsEnding)
        {
            if (!move.Start())
            {
                await DeliverAsync();
                if (!await WaitAsync(move))
                {
                    return;
                }
            }

            if (!move.Finish())
            {
                await DeliverAsync();
                Connection.End(EndReason.Completed);
                return;
            }

            if (!IsStarted)
            {
                await StartAsync();
            }

            await Output.WriteAsync(encoder.Encode(move.Current));
            encoder.Clear();
            _hasItems = true;
            if (++_written >= Connection.Options.MaxBatchSize || Output.Unflushed >= SseOutput.MaxUnflushed)
            {
                await DeliverAsync();
            }
        }
    }

    private ValueTask DeliverAsync()
    {
        if (_written == 0)
        {
            return ValueTask.CompletedTask;
        }

        var written = _written;
        _written = 0;
        return Delivered(written);
    }

    /// <summary>Waits for the source, with heartbeats. Answers whether it has come; otherwise the stream ends.</summary>
    private async ValueTask<bool> WaitAsync(SourceMove<T> move)
    {
        while (!move.IsCompleted)
        {
            await Connection.WaitAsync();
            var signals = Connection.Take();
            if (Connection.IsEnding)
            {
                return move.IsCompleted;
            }

            if (signals.HasFlag(SseSignals.Deadline) && !IsStarted)
            {
                await StartAsync();
            }

            await BeatAsync();
        }

        return true;
    }

    private async Task FinishWithoutItemsAsync(bool isResumed)
    {
        if (isResumed && !_hasItems)
        {
            FinishEmpty();
            return;
        }

        await StartAsync();
        await FinishAsync();
    }
}
