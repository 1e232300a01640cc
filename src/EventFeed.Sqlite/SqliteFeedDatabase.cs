using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed.Sqlite;

/// <summary>
/// The SQLite file behind the feeds, for an application that keeps its own tables in it. All writes of the process go through one
/// writer, and those that come together share a commit; reads run beside them. Other processes may use the file, too.
/// </summary>
public sealed class SqliteFeedDatabase : IDisposable
{
    private readonly BatchWriter _writer;
    private readonly WriteQueue _queue;
    private readonly ReaderPool _readers;

    internal SqliteFeedDatabase(IOptions<SqliteFeedOptions> options, ConnectionOpener opener, IFeedWakeup wakeup, SqliteMetrics metrics)
    {
        _writer = new BatchWriter(opener, wakeup, metrics);
        _queue = new WriteQueue(_writer.Write, options.Value.MaxWritesPerCommit);
        _readers = new ReaderPool(opener, options.Value.MaxReaders);
    }

    internal long Epoch => _writer.Epoch;

    /// <summary>
    /// Runs work on the writer, inside a transaction that holds the file's write lock, and returns when it is committed. When the
    /// work throws, what it wrote is undone and its exception comes out of this call unchanged.
    /// </summary>
    /// <param name="work">
    /// Synchronous and short. Commands need the transaction; those that <c>transaction.Connection!.CreateCommand()</c> makes have it.
    /// It must not end the transaction, nor wait for another write.
    /// </param>
    /// <param name="cancellationToken">Takes the work back as long as it has not begun.</param>
    /// <exception cref="FeedUnavailableException">The file cannot be opened or written now, or stayed locked past the busy timeout.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteTransaction, T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellationToken.ThrowIfCancellationRequested();
        if (_queue.IsOnWriter)
        {
            throw new InvalidOperationException("Work on the writer cannot wait for more work on the writer.");
        }

        var item = new WriteWork<T>(work, cancellationToken);
        _queue.Add(item);
        return await item.Task;
    }

    /// <summary>Runs work on a connection that can only read and sees one state of the file throughout.</summary>
    /// <param name="work">Synchronous and short: it runs on the calling thread.</param>
    /// <param name="cancellationToken">Gives up waiting for a free connection.</param>
    /// <exception cref="FeedUnavailableException">The file cannot be opened or read now.</exception>
    public ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return ReadAsync((connection, _) => work(connection), cancellationToken);
    }

    /// <summary>Writes what is still queued, then closes the file.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _readers.Dispose();
        _writer.Dispose();
    }

    internal async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        if (_writer.Generation == 0)
        {
            await OpenAsync(cancellationToken);
        }

        return await _readers.ReadAsync(work, _writer.Generation, cancellationToken);
    }

    internal void Touch(SqliteTransaction transaction, string feed, long sequence) => _writer.Touch(transaction, feed, sequence);

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(static _ => true, cancellationToken);
        }
        catch (FeedUnavailableException) when (_writer.Generation > 0)
        {
            // The file is there and complete, but cannot be written now: it can be read.
        }
    }
}
