using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Feeds in a SQLite file.</summary>
internal sealed class SqliteFeedStore(SqliteFeedDatabase database, FeedSql sql, FeedClock clock) : IEventFeedStore
{
    private readonly ConditionalWeakTable<SqliteConnection, FeedAppender> _appenders = [];
    private readonly ConditionalWeakTable<SqliteConnection, FeedPageReader> _readers = [];
    private readonly ConditionalWeakTable<SqliteConnection, FeedTrimmer> _trimmers = [];

    public async ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken) =>
        await database.WriteAsync(transaction => Append(transaction, append), cancellationToken);

    public IReadOnlyList<StoredAppend> Append(SqliteTransaction transaction, StoreAppend append)
    {
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction is over.", nameof(transaction));
        var stored = Appender(connection).Append(transaction, append, clock);
        if (stored.LastOrDefault(static item => item.IsNew) is { IsNew: true } last)
        {
            database.Touch(transaction, append.Feed, last.Sequence);
        }

        return stored;
    }

    public ValueTask<StorePage> ReadAsync(StoreRead read, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, transaction) => Reader(connection).Read(transaction, read, database.Epoch), cancellationToken);

    public ValueTask<IReadOnlyList<FeedHead>> GetHeadsAsync(IReadOnlyList<string> feeds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<FeedHead>>(
            (connection, transaction) =>
            {
                var (reader, heads) = (Reader(connection), new FeedHead[feeds.Count]);
                for (var i = 0; i < heads.Length; i++)
                {
                    heads[i] = reader.Head(transaction, feeds[i], database.Epoch);
                }

                return heads;
            },
            cancellationToken);

    public async ValueTask<TrimResult> TrimAsync(StoreTrim trim, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            var (chunk, isDone) = await database.WriteAsync(transaction => Trimmer(transaction.Connection!).TrimChunk(transaction, trim), cancellationToken);
            removed += chunk.Removed;
            if (isDone)
            {
                return chunk with { Removed = removed };
            }
        }
    }

    public ValueTask<IReadOnlyList<CursorKey>> GetCursorKeysAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CursorKey>>(
            (connection, _) =>
            {
                var keys = new List<CursorKey>();
                using var command = connection.Command(sql.SelectKeys);
                using var rows = command.ExecuteReader();
                while (rows.Read())
                {
                    keys.Add(new CursorKey(rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
                }

                return keys;
            },
            cancellationToken);

    private FeedAppender Appender(SqliteConnection connection) => _appenders.GetValue(connection, key => new FeedAppender(key, sql));

    private FeedPageReader Reader(SqliteConnection connection) => _readers.GetValue(connection, key => new FeedPageReader(key, sql));

    private FeedTrimmer Trimmer(SqliteConnection connection) => _trimmers.GetValue(connection, key => new FeedTrimmer(key, sql));
}
