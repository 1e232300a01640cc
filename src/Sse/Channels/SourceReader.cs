namespace Investigations.Sse;

/// <summary>Reads one channel's source and encodes what it gives. A failure is waited out; a source that ignores cancellation is not.</summary>
internal abstract class SourceReader(SseEngine engine, SemaphoreSlim replays)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    public async Task<FramePage> ReadAsync(string? after, int limit, bool isPoll, CancellationToken cancellationToken)
    {
        var failed = true;
        try
        {
            var page = await OrLeaveAsync(ReadPageAsync(after, limit, cancellationToken).AsTask(), cancellationToken);
            failed = false;
            return page.HasMore && page.Items.Count == 0 && page.Position == after ? page with { HasMore = false } : page;
        }
        catch (SseResetException)
        {
            failed = false;
            throw;
        }
        finally
        {
            engine.Metrics.Read(isPoll, failed && !cancellationToken.IsCancellationRequested);
        }
    }

    /// <summary>A read for one stream's own sake: it waits its turn and goes on trying.</summary>
    public async Task<FramePage> ReadPatientlyAsync(string? after, int limit, CancellationToken cancellationToken) =>
        await TryUntilDoneAsync(() => ReadAsync(after, limit, isPoll: false, cancellationToken), cancellationToken);

    public Task<string?> GetEndAsync(CancellationToken cancellationToken) =>
        TryUntilDoneAsync(() => OrLeaveAsync(ReadEndAsync(cancellationToken).AsTask(), cancellationToken), cancellationToken);

    protected abstract ValueTask<FramePage> ReadPageAsync(string? after, int limit, CancellationToken cancellationToken);

    protected abstract ValueTask<string?> ReadEndAsync(CancellationToken cancellationToken);

    /// <summary>Waits for a read as long as somebody wants it. How one ends that nobody waits for any more is only logged.</summary>
    private async Task<TResult> OrLeaveAsync<TResult>(Task<TResult> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read.WaitAsync(cancellationToken);
        }
        finally
        {
            if (!read.IsCompleted)
            {
                _ = ObserveAsync(read);
            }
        }
    }

    private async Task ObserveAsync(Task read)
    {
        try
        {
            await read;
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception)
        {
            engine.Logger.AbandonedSourceFailed(exception);
        }
    }

    private async Task<TResult> TryUntilDoneAsync<TResult>(Func<Task<TResult>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            await replays.WaitAsync(cancellationToken);
            try
            {
                return await read();
            }
            catch (Exception exception) when (exception is not SseResetException && !cancellationToken.IsCancellationRequested)
            {
                engine.Logger.ChannelReadFailed(exception, Backoff.After(attempt, FirstDelay));
            }
            finally
            {
                replays.Release();
            }

            await Task.Delay(Backoff.After(attempt, FirstDelay), engine.Clock.Time, cancellationToken);
        }
    }
}
