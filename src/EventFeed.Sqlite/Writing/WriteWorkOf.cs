using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

internal sealed class WriteWork<T>(Func<SqliteTransaction, T> work, CancellationToken cancellationToken) : WriteWork(cancellationToken)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(SqliteTransaction transaction) => _result = work(transaction);

    public override void Cancel() => _completion.TrySetCanceled(Cancellation);

    protected override void SetResult() => _completion.TrySetResult(_result!);

    protected override void SetException(Exception exception) => _completion.TrySetException(exception);
}
