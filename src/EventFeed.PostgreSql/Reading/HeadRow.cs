using System.Data.Common;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>The head of a feed as the first five columns of a row: epoch, position, time, id, floor; all but the epoch are null when there is none.</summary>
internal static class HeadRow
{
    public static FeedHead Read(DbDataReader row, string feed)
    {
        var exists = !row.IsDBNull(1);
        var sequence = exists ? row.GetInt64(1) : 0;
        return new FeedHead
        {
            Feed = feed,
            Epoch = row.GetInt64(0),
            Sequence = sequence,
            Timestamp = sequence == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            LastId = sequence == 0 ? null : row.GetString(3),
            Floor = exists ? row.GetInt64(4) : 0,
        };
    }
}
