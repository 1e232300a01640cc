using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>A work with its result. It runs in the context of whoever asked for it: its spans are part of theirs, its log entries are in their scopes.</summary>
internal sealed class WriteWork<T>(Func<SqliteTransaction, T> work, CancellationToken cancellationToken) : WriteWork(cancellationToken)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private SqliteTransaction? _transaction;
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(SqliteTransaction transaction)
    {
        if (_context is null)
        {
            _result = work(transaction);
            return;
        }

        _transaction = transaction;
        ExecutionContext.Run(_context, static state => ((WriteWork<T>)state!).RunInContext(), this);
    }

    public override void Cancel() => _completion.TrySetCanceled(Cancellation);

    protected override void SetResult() => _completion.TrySetResult(_result!);

    protected override void SetException(Exception exception) => _completion.TrySetException(exception);

    private void RunInContext() => _result = work(_transaction!);
}
