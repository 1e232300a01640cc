using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Runs a batch of works in one transaction, each under a savepoint of its own when there are several.</summary>
internal sealed class BatchWriter(ConnectionOpener opener, IFeedWakeup wakeup, SqliteMetrics metrics) : IDisposable
{
    private SqliteConnection? _connection;
    private Savepoint? _savepoint;
    private SqliteTransaction? _transaction;
    private WriteWork? _current;
    private long _epoch;

    /// <summary>Counts how often the file was opened: readers of an earlier time are not used any more.</summary>
    public int Generation { get; private set; }

    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Notes for the work that runs now that it appended; false for a transaction that is not the writer's.</summary>
    public void Touch(SqliteTransaction transaction, string feed, long sequence)
    {
        if (ReferenceEquals(transaction, _transaction))
        {
            _current?.Touched.Add((feed, sequence));
        }
    }

    public void Write(IReadOnlyList<WriteWork> batch)
    {
        try
        {
            WriteAndCommit(batch);
        }
#pragma warning disable CA1031 // Whatever went wrong concerns all who wait for this commit, and must not end the thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Abandon(exception);
            var reported = SqliteErrors.IsUnavailableOnOpen(exception) ? SqliteErrors.Unavailable(exception) : exception;
            foreach (var work in batch)
            {
                work.Fail(reported);
            }
        }

        Report(batch);
    }

    public void Dispose() => Close();

    private void WriteAndCommit(IReadOnlyList<WriteWork> batch)
    {
        var connection = _connection ??= Open();
        var started = metrics.Start();
        using var transaction = _transaction = connection.BeginTransaction(deferred: false);
        foreach (var work in batch)
        {
            Run(work, transaction, isAlone: batch.Count == 1);
        }

        if (batch.Count == 1 && batch[0].HasFailed)
        {
            transaction.Rollback();
        }
        else
        {
            transaction.Commit();
            metrics.Committed(batch.Count, started);
        }
    }

    private void Run(WriteWork work, SqliteTransaction transaction, bool isAlone)
    {
        _current = work;
        if (!isAlone)
        {
            _savepoint!.Begin(transaction);
        }

        try
        {
            work.Run(transaction);
        }
#pragma warning disable CA1031 // The caller's exception goes to the caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            work.Fail(SqliteErrors.IsUnavailable(exception) ? SqliteErrors.Unavailable(exception) : exception);
            work.Touched.Clear();
            if (!SqliteErrors.SparesConnection(exception))
            {
                throw;
            }
        }

        if (transaction.Connection is null)
        {
            throw new InvalidOperationException("Work on the writer must not end the writer's transaction.");
        }

        if (!isAlone)
        {
            _savepoint!.End(transaction, keep: !work.HasFailed);
        }
    }

    private void Report(IReadOnlyList<WriteWork> batch)
    {
        (_transaction, _current) = (null, null);
        foreach (var work in batch)
        {
            if (!work.HasFailed)
            {
                foreach (var (feed, sequence) in work.Touched)
                {
                    wakeup.Wake(feed, sequence);
                }
            }

            work.Complete();
        }
    }

    private SqliteConnection Open()
    {
        var connection = opener.OpenWriter(out var epoch);
        Volatile.Write(ref _epoch, epoch);
        _savepoint = new Savepoint(connection);
        Generation++;
        return connection;
    }

    private void Abandon(Exception exception)
    {
        // A file that is merely busy is still the same file.
        if (exception is not SqliteException || !SqliteErrors.SparesConnection(exception))
        {
            Close();
        }
    }

    private void Close()
    {
        _savepoint?.Dispose();
        _connection?.Dispose();
        (_connection, _savepoint) = (null, null);
    }
}
