using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Feeds in a PostgreSQL database.</summary>
internal sealed class PostgreSqlFeedStore : IEventFeedStore
{
    private readonly Retrying _server;
    private readonly FeedSql _sql;
    private readonly Notifier _notifier;
    private readonly TouchedFeeds _touched;
    private readonly PostgreSqlMetrics _metrics;
    private readonly FeedAppender _appender;
    private readonly FeedPageReader _pages;
    private readonly FeedTrimmer _trimmer;
    private readonly GroupCommit _group;
    private readonly int _timeout;

    public PostgreSqlFeedStore(
        Retrying server, FeedSql sql, ServerClock clock, Notifier notifier, TouchedFeeds touched, PostgreSqlMetrics metrics,
        IOptions<PostgreSqlFeedOptions> options)
    {
        (_server, _sql, _notifier, _touched, _metrics) = (server, sql, notifier, touched, metrics);
        (_appender, _pages, _trimmer) = (new FeedAppender(sql, clock, options.Value.PrepareStatements), new FeedPageReader(sql, options.Value.PrepareStatements), new FeedTrimmer(sql));
        _group = new GroupCommit(WriteAsync, options.Value.MaxEventsPerCommit);
        _timeout = options.Value.TimeoutSeconds();
    }

    public ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken) =>
        _group.AppendAsync(append, cancellationToken);

    public async Task<StoredAppend[]> AppendAsync(NpgsqlTransaction transaction, StoreAppend append, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        try
        {
            var stored = await _appender.AppendAsync(connection, hasTransaction: true, append, _timeout, cancellationToken);
            if (stored.LastOrDefault(static item => item.IsNew) is { IsNew: true } last)
            {
                _touched.Touch(transaction, append.Feed, last.Sequence);
            }

            return stored;
        }
        catch (Exception exception) when (exception is not PostgresException && PostgreSqlErrors.IsUnavailable(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw PostgreSqlErrors.Unavailable(exception);
        }
    }

    public async ValueTask<StorePage> ReadAsync(StoreRead read, CancellationToken cancellationToken) =>
        await _server.RunAsync((connection, token) => _pages.ReadAsync(connection, read, _timeout, token), isIdempotent: true, cancellationToken);

    public async ValueTask<IReadOnlyList<FeedHead>> GetHeadsAsync(IReadOnlyList<string> feeds, CancellationToken cancellationToken)
    {
        if (feeds.Count == 0)
        {
            return [];
        }

        var command = (string[])[.. feeds];
        var found = new Dictionary<string, FeedHead>(StringComparer.Ordinal);
        var epoch = await QueryAsync(
            connection => connection.Command(_sql.SelectHeads, _timeout).With(command),
            row =>
            {
                if (!row.IsDBNull(5))
                {
                    found[row.GetString(5)] = HeadRow.Read(row, row.GetString(5));
                }

                return row.GetInt64(0);
            },
            cancellationToken);
        var nothing = epoch.Count > 0 ? epoch[0] : throw new FeedUnavailableException("The event feed's tables are incomplete.");
        return [.. feeds.Select(feed => found.GetValueOrDefault(feed) ?? new FeedHead { Feed = feed, Epoch = nothing, Sequence = 0 })];
    }

    public async ValueTask<TrimResult> TrimAsync(StoreTrim trim, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            var (chunk, isDone) = await _server.RunAsync(
                (connection, token) => _trimmer.TrimChunkAsync(connection, trim, _timeout, token), isIdempotent: true, cancellationToken);
            removed += chunk.Removed;
            if (isDone)
            {
                return chunk with { Removed = removed };
            }
        }
    }

    public async ValueTask<IReadOnlyList<CursorKey>> GetCursorKeysAsync(CancellationToken cancellationToken) => await QueryAsync(
        connection => connection.Command(_sql.SelectKeys, _timeout),
        static row => new CursorKey(row.GetString(0), row.GetFieldValue<byte[]>(1)),
        cancellationToken);

    private async Task<StoredAppend[]> WriteAsync(StoreAppend append)
    {
        var started = _metrics.Start();
        var stored = await _server.RunAsync(
            (connection, token) => _appender.AppendAsync(connection, hasTransaction: false, append, _timeout, token),
            isIdempotent: append.CheckIds,
            CancellationToken.None);
        _metrics.Committed(append.Events.Count, started);
        if (stored.LastOrDefault(static item => item.IsNew) is { IsNew: true } last)
        {
            _notifier.Tell(append.Feed, last.Sequence);
        }

        return stored;
    }

    private async Task<List<T>> QueryAsync<T>(Func<NpgsqlConnection, NpgsqlCommand> command, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        await _server.RunAsync(
            async (connection, token) =>
            {
                await using var query = command(connection);
                await using var rows = await query.ExecuteReaderAsync(token);
                var results = new List<T>();
                while (await rows.ReadAsync(token))
                {
                    results.Add(read(rows));
                }

                return results;
            },
            isIdempotent: true,
            cancellationToken);
}
