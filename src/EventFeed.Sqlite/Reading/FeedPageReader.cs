using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Reads pages on one connection: a seek to the position, then forward.</summary>
internal sealed class FeedPageReader(SqliteConnection connection, FeedSql sql)
{
    private const int TypeColumn = 3;

    private readonly HeadReader _heads = new(connection, sql);
    private readonly TimeSearch _times = new(connection, sql);
    private readonly SqliteCommand _anchor = connection.Command(sql.SelectAnchor, ("@feed", 0L), ("@seq", 0L));
    private readonly SqliteCommand _page = connection.Command(sql.SelectPage, ("@feed", 0L), ("@after", 0L), ("@count", 0L));
    private readonly SqliteCommand _subjectPage = connection.Command(
        sql.SelectSubjectPage, ("@feed", 0L), ("@subject", ""), ("@after", 0L), ("@count", 0L));

    public FeedHead Head(SqliteTransaction? transaction, string feed, long epoch) =>
        (_heads.Read(transaction, feed) ?? default).ToHead(feed, epoch);

    public StorePage Read(SqliteTransaction? transaction, StoreRead read, long epoch)
    {
        if (_heads.Read(transaction, read.Feed) is not { } row)
        {
            return StorePage.AtEnd(default(HeadRow).ToHead(read.Feed, epoch), null, []);
        }

        var head = row.ToHead(read.Feed, epoch);
        if (read.After >= row.Sequence)
        {
            return StorePage.AtEnd(head, read.After == row.Sequence ? row.LastId : null, []);
        }

        var anchorId = read.After > 0 ? AnchorAt(transaction, row.FeedId, read.After) : null;
        var after = read.SinceMs is { } since ? Math.Max(read.After, _times.LastBefore(transaction, row, since)) : read.After;
        var count = read.Types.Count == 0 ? Math.Min(read.Limit, read.MaxScan) : read.MaxScan;
        var command = read.Subject is null
            ? _page.Set(row.FeedId, after, (long)count)
            : _subjectPage.Set(row.FeedId, read.Subject, after, (long)count);
        command.Transaction = transaction;
        using var rows = command.ExecuteReader();
        return Collect(rows, read, head, anchorId, count);
    }

    private string? AnchorAt(SqliteTransaction? transaction, long feedId, long sequence)
    {
        _anchor.Transaction = transaction;
        return (string?)_anchor.Set(feedId, sequence).ExecuteScalar();
    }

    private static StorePage Collect(SqliteDataReader rows, StoreRead read, FeedHead head, string? anchorId, int count)
    {
        var events = new List<FeedEvent>(Math.Min(read.Limit, 128));
        var (scanned, bytes) = (0, 0L);
        var (scannedTo, scannedToId) = (0L, "");
        while (scanned < count && events.Count < read.Limit)
        {
            if (!rows.Read())
            {
                return StorePage.AtEnd(head, anchorId, events);
            }

            if (read.Includes(rows.GetString(TypeColumn), read.Subject))
            {
                var item = EventReader.Materialize(rows);
                bytes += item.ApproximateSize;
                if (events.Count > 0 && bytes > read.MaxBytes)
                {
                    break;
                }

                events.Add(item);
            }

            scanned++;
            (scannedTo, scannedToId) = (rows.GetInt64(0), rows.GetString(2));
        }

        return new StorePage
        {
            Head = head,
            AnchorId = anchorId,
            Events = events,
            ScannedTo = scannedTo,
            ScannedToId = scannedToId,
            ReachedEnd = false,
        };
    }
}
