using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>A few connections for reading, kept open.</summary>
internal sealed class ReaderPool(ConnectionOpener opener, int size) : IDisposable
{
    private readonly ConcurrentBag<Pooled> _idle = [];
    private readonly SemaphoreSlim _turns = new(size);
    private volatile bool _disposed;

    public async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, int generation, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteFeedDatabase));
            return Read(work, generation);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var pooled))
        {
            pooled.Connection.Dispose();
        }
    }

    private T Read<T>(Func<SqliteConnection, SqliteTransaction, T> work, int generation)
    {
        var connection = Take(generation);
        var spare = false;
        try
        {
            // A transaction makes all that the work reads one snapshot.
            using var transaction = connection.BeginTransaction(deferred: true);
            var result = work(connection, transaction);
            spare = true;
            return result;
        }
        catch (Exception exception) when (SqliteErrors.IsUnavailable(exception))
        {
            throw SqliteErrors.Unavailable(exception);
        }
        finally
        {
            Return(new Pooled(connection, generation), spare);
        }
    }

    private SqliteConnection Take(int generation)
    {
        while (_idle.TryTake(out var pooled))
        {
            if (pooled.Generation == generation)
            {
                return pooled.Connection;
            }

            pooled.Connection.Dispose();
        }

        try
        {
            return opener.OpenReader();
        }
        catch (Exception exception) when (SqliteErrors.IsUnavailableOnOpen(exception))
        {
            throw SqliteErrors.Unavailable(exception);
        }
    }

    private void Return(Pooled pooled, bool spare)
    {
        if (spare && !_disposed)
        {
            _idle.Add(pooled);
        }
        else
        {
            pooled.Connection.Dispose();
        }
    }

    private readonly record struct Pooled(SqliteConnection Connection, int Generation);
}
