using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>
/// Finds a time in a feed by halving: times never decrease along the sequence, so no index on them is needed, and a million events
/// take twenty looks.
/// </summary>
internal sealed class TimeSearch(SqliteConnection connection, FeedSql sql)
{
    private readonly SqliteCommand _select = connection.Command(sql.SelectTimeFrom, ("@feed", 0L), ("@seq", 0L));

    /// <summary>The last position before the first event recorded at or after a time.</summary>
    public long LastBefore(SqliteTransaction? transaction, in HeadRow head, long timeMs)
    {
        _select.Transaction = transaction;
        var (low, high) = (head.Floor + 1, head.Sequence + 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Look(head.FeedId, middle) is { } found && found.TimestampMs < timeMs)
            {
                low = found.Sequence + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private (long Sequence, long TimestampMs)? Look(long feedId, long sequence)
    {
        using var reader = _select.Set(feedId, sequence).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }
}
