using System.Data;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// The database behind the feeds, for an application that keeps its own tables in it and writes them together with events.
/// </summary>
public sealed class PostgreSqlFeedDatabase
{
    private readonly Retrying _server;
    private readonly TouchedFeeds _touched;
    private readonly IFeedWakeup _wakeup;
    private readonly Notifier _notifier;

    internal PostgreSqlFeedDatabase(Retrying server, TouchedFeeds touched, IFeedWakeup wakeup, Notifier notifier) =>
        (_server, _touched, _wakeup, _notifier) = (server, touched, wakeup, notifier);

    /// <summary>
    /// Runs work in a transaction (READ COMMITTED) and commits it; then wakes, here and on other nodes, who waits for the feeds that were
    /// appended to inside. When the work throws, all is undone and its exception comes out unchanged.
    /// </summary>
    /// <param name="work">
    /// What to write. It runs again, in a new transaction, when the server rolled it back because of another one (a deadlock), so it must
    /// change nothing but the database. It must not end the transaction. Append last: the feed is locked from then to the commit.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="FeedUnavailableException">The server cannot be reached or cannot write now. If the connection was lost during the commit, it is not known whether it took place.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<NpgsqlTransaction, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return await _server.RunAsync((connection, token) => TransactAsync(connection, work, token), isIdempotent: false, cancellationToken);
    }

    /// <summary>Runs work that only reads, on a connection of its own.</summary>
    /// <param name="work">What to read; it runs again when the connection is lost.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="FeedUnavailableException">The server cannot be reached now.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return await _server.RunAsync(async (connection, token) => await work(connection, token), isIdempotent: true, cancellationToken);
    }

    private async Task<T> TransactAsync<T>(NpgsqlConnection connection, Func<NpgsqlTransaction, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        IReadOnlyDictionary<string, long> touched;
        T result;
        _touched.Open(transaction);
        try
        {
            result = await work(transaction, cancellationToken);
        }
        finally
        {
            touched = _touched.Close(transaction);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var (feed, sequence) in touched)
        {
            _wakeup.Wake(feed, sequence);
            _notifier.Tell(feed, sequence);
        }

        return result;
    }
}
