using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>One piece of work that waits for the writer.</summary>
internal abstract class WriteWork(CancellationToken cancellationToken)
{
    private ExceptionDispatchInfo? _error;

    /// <summary>The feeds that the work appended to, and their last positions.</summary>
    public List<(string Feed, long Sequence)> Touched { get; } = [];

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    public bool HasFailed => _error is not null;

    protected CancellationToken Cancellation => cancellationToken;

    /// <summary>Runs on the writer. Throws what the caller's delegate throws.</summary>
    public abstract void Run(SqliteTransaction transaction);

    /// <summary>The work itself failed and was rolled back; the others go on.</summary>
    public void Fail(Exception exception) => _error ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Tells the caller how it ended, after the commit or the failure of all.</summary>
    public void Complete()
    {
        if (_error is { } error)
        {
            SetException(error.SourceException);
        }
        else
        {
            SetResult();
        }
    }

    public abstract void Cancel();

    protected abstract void SetResult();

    protected abstract void SetException(Exception exception);
}
