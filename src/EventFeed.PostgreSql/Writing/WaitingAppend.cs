namespace Investigations.EventFeed.PostgreSql;

/// <summary>An append that waits for its turn.</summary>
internal sealed class WaitingAppend(StoreAppend append, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<IReadOnlyList<StoredAppend>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoreAppend Append => append;

    public long Bytes { get; } = append.Events.Sum(static item => (long)item.DataUtf8.Length);

    public Task<IReadOnlyList<StoredAppend>> Task => _completion.Task;

    /// <summary>Takes the append back if nobody waits for it any longer.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    public void Succeed(IReadOnlyList<StoredAppend> stored) => _completion.TrySetResult(stored);

    public void Fail(Exception exception)
    {
        _completion.TrySetException(exception);

        // Whoever has given up does not see it, and it is no task's unobserved exception.
        _ = _completion.Task.Exception;
    }
}
