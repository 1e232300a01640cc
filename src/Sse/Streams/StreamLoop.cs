using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>What every stream does the same way: its beginning, its heartbeats, its resets, its end.</summary>
internal abstract class StreamLoop(SseConnection connection)
{
    private bool _hasReset;

    public SseConnection Connection => connection;

    protected SseOutput Output { get; } = connection.Output;

    protected bool IsStarted { get; private set; }

    /// <summary>Sends the headers and a first comment, with the time after which to reconnect should the stream be cut.</summary>
    protected ValueTask StartAsync()
    {
        IsStarted = true;
        StreamResponse.Prepare(connection.Context);
        Output.Write(SseFormat.EmptyComment);
        WriteRetry();
        return Output.FlushAsync();
    }

    /// <summary>Writes a heartbeat if one is due. Called between events only.</summary>
    protected ValueTask BeatAsync()
    {
        if (!IsStarted || !connection.HeartbeatDue)
        {
            return ValueTask.CompletedTask;
        }

        if (connection.Options.HeartbeatEventType is { } type)
        {
            SseFormat.WriteEvent(Output, [], type, id: null, retry: null);
        }
        else
        {
            Output.Write(SseFormat.EmptyComment);
        }

        return Output.FlushAsync();
    }

    /// <summary>Tells the client that its stream starts over; ends the stream if it has been told so since the last event.</summary>
    protected ValueTask ResetAsync(string reason, string? resume, bool bySource)
    {
        connection.Engine.Logger.StreamReset(reason);
        connection.Engine.Metrics.Reset(bySource);
        if (_hasReset)
        {
            connection.End(EndReason.ResetTwice);
            return ValueTask.CompletedTask;
        }

        _hasReset = true;
        ResetFrame.Write(Output, reason, resume);
        return Output.FlushAsync();
    }

    protected ValueTask Delivered(int events)
    {
        _hasReset = false;
        connection.Engine.Metrics.Delivered(events);
        return Output.FlushAsync();
    }

    /// <summary>The last words: when to come back. Then the response is complete, whatever the source still does.</summary>
    protected async ValueTask FinishAsync()
    {
        var reason = connection.EndedBy;
        if (reason == EndReason.SourceFailed && connection.Options.ErrorEventType is { } type)
        {
            SseFormat.WriteEvent(Output, """{"code":"source_failed"}"""u8, type, id: null, retry: null);
        }
        else if (reason == EndReason.SourceFailed)
        {
            connection.Abort();
            return;
        }
        else if (!reason.IsClean())
        {
            return;
        }

        WriteRetry();
        await Output.FlushAsync();
        await Output.CompleteAsync();
    }

    /// <summary>Tells a client that has everything not to come back.</summary>
    protected void FinishEmpty()
    {
        connection.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        connection.Context.Response.Headers.CacheControl = "no-store";
    }

    private void WriteRetry() => SseFormat.WriteRetry(Output, Retry.Spread(connection.Options.RetryInterval, connection.Options.RetryJitter));
}
