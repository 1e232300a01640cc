using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Appends to a feed on one connection, with statements that are compiled once.</summary>
internal sealed class FeedAppender(SqliteConnection connection, FeedSql sql)
{
    private readonly HeadReader _heads = new(connection, sql);
    private readonly EventReader _events = new(connection, sql);
    private readonly SqliteCommand _insertHead = connection.Command(sql.InsertHead, ("@name", ""));
    private readonly SqliteCommand _updateHead = connection.Command(sql.UpdateHead, ("@feed", 0L), ("@seq", 0L), ("@ts", 0L), ("@id", ""));
    private readonly SqliteCommand _insertId = connection.Command(sql.InsertId, ("@feed", 0L), ("@id", ""), ("@seq", 0L), ("@ts", 0L));
    private readonly SqliteCommand _selectId = connection.Command(sql.SelectId, ("@feed", 0L), ("@id", ""));
    private readonly SqliteCommand _insertEvent = connection.Command(
        sql.InsertEvent, ("@feed", 0L), ("@seq", 0L), ("@ts", 0L), ("@id", ""), ("@type", ""), ("@subject", ""), ("@occurred", 0L), ("@data", ""));

    public IReadOnlyList<StoredAppend> Append(SqliteTransaction transaction, StoreAppend append, FeedClock clock)
    {
        Enlist(transaction);
        var head = _heads.Read(transaction, append.Feed) ?? NewHead(append.Feed);
        var timestampMs = clock.Next(head.TimestampMs);
        var sequence = head.Sequence;
        string? lastId = null;
        var results = new StoredAppend[append.Events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var item = append.Events[i];
            if (append.CheckIds && !TryTakeId(head.FeedId, item.Id, sequence + 1, timestampMs))
            {
                results[i] = Find(transaction, head.FeedId, item.Id);
                continue;
            }

            Insert(head.FeedId, ++sequence, timestampMs, item);
            results[i] = new StoredAppend(IsNew: true, sequence, timestampMs, Existing: null);
            lastId = item.Id;
        }

        if (lastId is not null)
        {
            _updateHead.Set(head.FeedId, sequence, timestampMs, lastId).ExecuteNonQuery();
        }

        return results;
    }

    private void Enlist(SqliteTransaction transaction)
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_insertHead, _updateHead, _insertId, _selectId, _insertEvent])
        {
            command.Transaction = transaction;
        }
    }

    private HeadRow NewHead(string feed) => new((long)_insertHead.Set(feed).ExecuteScalar()!, 0, 0, null, 0);

    private bool TryTakeId(long feedId, string id, long sequence, long timestampMs) =>
        _insertId.Set(feedId, id, sequence, timestampMs).ExecuteNonQuery() == 1;

    private StoredAppend Find(SqliteTransaction transaction, long feedId, string id)
    {
        using var reader = _selectId.Set(feedId, id).ExecuteReader();
        reader.Read();
        var (sequence, timestampMs) = (reader.GetInt64(0), reader.GetInt64(1));
        return new StoredAppend(IsNew: false, sequence, timestampMs, _events.Find(transaction, feedId, sequence));
    }

    private void Insert(long feedId, long sequence, long timestampMs, PendingEvent item) => _insertEvent.Set(
        feedId, sequence, timestampMs, item.Id, item.Type, item.Subject, item.OccurredAtMs, item.DataUtf8.ToArrayWithoutCopy()).ExecuteNonQuery();
}
