using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Reads single events, and rows of events as they come.</summary>
internal sealed class EventReader(SqliteConnection connection, FeedSql sql)
{
    private readonly SqliteCommand _select = connection.Command(sql.SelectEvent, ("@feed", 0L), ("@seq", 0L));

    public FeedEvent? Find(SqliteTransaction? transaction, long feedId, long sequence)
    {
        _select.Transaction = transaction;
        using var reader = _select.Set(feedId, sequence).ExecuteReader();
        return reader.Read() ? Materialize(reader) : null;
    }

    public static FeedEvent Materialize(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        Id = row.GetString(2),
        Type = row.GetString(3),
        Subject = row.IsDBNull(4) ? null : row.GetString(4),
        OccurredAt = row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        DataUtf8 = row.GetFieldValue<byte[]>(6),
    };
}
