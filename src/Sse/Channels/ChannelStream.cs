namespace Investigations.Sse;

/// <summary>One connection's way along a channel: a cursor into the ring, or pages of the source until it meets the ring. It has no queue.</summary>
internal sealed class ChannelStream(SseConnection connection, ChannelCore core) : StreamLoop(connection)
{
    /// <summary>How long the headers wait to learn whether there is anything to stream at all.</summary>
    private static readonly TimeSpan FirstJoinWait = TimeSpan.FromMilliseconds(50);

    private StreamCancellation? _cancel;
    private Place _place;
    private Task<Joint>? _joining;
    private long _cursor = -1;
    private bool _isAwaited;

    /// <summary>Its place among the channel's streams.</summary>
    public int Index { get; set; }

    private CancellationToken Token => (_cancel ??= new StreamCancellation()).Token;

    public async Task RunAsync()
    {
        try
        {
            if (await OpenAsync())
            {
                while (!Connection.IsEnding)
                {
                    Connection.Take();
                    await (_cursor < 0 ? ApproachAsync() : FollowAsync());
                }

                await FinishAsync();
            }
        }
        finally
        {
            _cancel?.Cancel();
            core.Leave(this);
            Connection.Close();
        }
    }

    /// <summary>Begins the stream, unless it is over before it began.</summary>
    private async Task<bool> OpenAsync()
    {
        var options = Connection.Options;
        var presented = SseLastEventId.Of(Connection.Context.Request, options.LastEventIdQueryName);
        _place = new Place(presented.IsInvalid ? null : presented.Value ?? options.StartAfterId, null, presented.IsInvalid ? SseStart.Beginning : options.Start);
        if (!presented.IsInvalid && await IsOverAsync(presented.Value is not null))
        {
            Connection.End(EndReason.Completed);
            FinishEmpty();
            return false;
        }

        await StartAsync();
        if (presented.IsInvalid)
        {
            await ResetAsync(ResetReason.Invalid, options.ResumeUrl, bySource: false);
        }

        return true;
    }

    /// <summary>Joins before the headers go where that tells something: what is published from then on is seen, and a finished channel need not be opened.</summary>
    private async Task<bool> IsOverAsync(bool isResumed)
    {
        _joining = JoinAsync();
        if (!_joining.IsCompleted && !isResumed && _place.Start != SseStart.End)
        {
            return false;
        }

        try
        {
            var joint = await _joining.WaitAsync(FirstJoinWait, Connection.Engine.Clock.Time);
            return isResumed && joint.Cursor >= 0
                && await core.IsStillCompletedAtAsync(joint.Cursor, Token).WaitAsync(FirstJoinWait, Connection.Engine.Clock.Time);
        }
        catch (Exception exception) when (exception is TimeoutException or SseResetException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Joint> JoinAsync() => await core.JoinAsync(_place, core is SourcedCore ? Token : CancellationToken.None);

    private async ValueTask ApproachAsync()
    {
        _joining ??= JoinAsync();
        if (!_joining.IsCompleted)
        {
            if (!_isAwaited)
            {
                _isAwaited = true;
                _joining.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Connection.Signal(SseSignals.Source));
            }

            await ParkAsync();
            return;
        }

        var joining = _joining;
        _joining = null;
        _isAwaited = false;
        try
        {
            var joint = await joining;
            await SendAsync(joint.Page);
            (_cursor, _place) = (joint.Cursor, joint.Place);
        }
        catch (SseResetException reset)
        {
            await StartOverAsync(reset, bySource: core is SourcedCore);
        }
    }

    private async ValueTask SendAsync(IReadOnlyList<Frame> frames)
    {
        var written = 0;
        foreach (var frame in frames)
        {
            if (Connection.IsEnding)
            {
                break;
            }

            await Output.WriteAsync(frame.Bytes);
            if (++written >= Connection.Options.MaxBatchSize || Output.Unflushed >= SseOutput.MaxUnflushed)
            {
                await Delivered(written);
                written = 0;
            }
        }

        if (written > 0)
        {
            await Delivered(written);
        }
    }

    private ValueTask FollowAsync()
    {
        var written = 0;
        var visible = core.Visible;
        var ring = core.Ring;
        while (_cursor < visible && written < Connection.Options.MaxBatchSize && Output.Unflushed < SseOutput.MaxUnflushed)
        {
            if (ring.Find(_cursor) is not { } frame)
            {
                break;
            }

            if (frame.Bytes.Length > SseOutput.MaxUnflushed)
            {
                return SendLargeAsync(frame, written);
            }

            Output.Write(frame.Bytes);
            Sent(frame);
            written++;
        }

        if (written > 0)
        {
            return Delivered(written);
        }

        if (_cursor < visible || _cursor < ring.Tail)
        {
            return RejoinAsync();
        }

        if (core.IsCompletedAt(_cursor))
        {
            Connection.End(EndReason.Completed);
            return ValueTask.CompletedTask;
        }

        core.Pull(_cursor);
        return ParkAsync();
    }

    private void Sent(Frame frame)
    {
        _cursor++;
        if (frame.Id is { } id)
        {
            _place = new Place(id, null, SseStart.Beginning);
        }
    }

    private async ValueTask SendLargeAsync(Frame frame, int written)
    {
        await Output.WriteAsync(frame.Bytes);
        Sent(frame);
        await Delivered(written + 1);
    }

    private ValueTask RejoinAsync()
    {
        try
        {
            (_cursor, _, _place) = core.Rejoin(_place);
            return ValueTask.CompletedTask;
        }
        catch (SseResetException reset)
        {
            return StartOverAsync(reset, bySource: false);
        }
    }

    private ValueTask StartOverAsync(SseResetException reset, bool bySource)
    {
        _cursor = -1;
        _place = new Place(null, null, SseStart.Beginning);
        return ResetAsync(reset.Reason, bySource ? reset.Resume : Connection.Options.ResumeUrl, bySource);
    }

    private ValueTask ParkAsync() => Connection.HeartbeatDue ? BeatAsync() : Connection.WaitAsync();
}
