using System.Data.Common;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>An event as columns of a row: position, time, id, type, subject, producer's time, data.</summary>
internal static class EventRow
{
    public static FeedEvent Read(DbDataReader row, int first) => new()
    {
        Sequence = row.GetInt64(first),
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(first + 1)),
        Id = row.GetString(first + 2),
        Type = row.GetString(first + 3),
        Subject = row.IsDBNull(first + 4) ? null : row.GetString(first + 4),
        OccurredAt = row.IsDBNull(first + 5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(first + 5)),
        DataUtf8 = row.GetFieldValue<byte[]>(first + 6),
    };
}
