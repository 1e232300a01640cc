using System.Data.Common;
using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Reads pages: a seek to the position, then forward.</summary>
internal sealed class FeedPageReader(FeedSql names, bool prepare)
{
    private const int Anchor = 5, Event = 6, Id = 8, Data = 12, Number = 13;

    private readonly PageSql _sql = new(names);

    public async Task<StorePage> ReadAsync(NpgsqlConnection connection, StoreRead read, int timeout, CancellationToken cancellationToken)
    {
        var after = read.SinceMs is { } since
            ? Math.Max(read.After, await LastBeforeAsync(connection, read.Feed, since, timeout, cancellationToken))
            : read.After;
        var scan = read.Types.Count == 0 ? Math.Min(read.Limit, read.MaxScan) : read.MaxScan;
        await using var batch = Batch(connection, read, after, scan, timeout);
        if (prepare)
        {
            await batch.PrepareAsync(cancellationToken);
        }

        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            throw new FeedUnavailableException("The event feed's tables are incomplete.");
        }

        var head = HeadRow.Read(rows, read.Feed);
        var anchorId = rows.IsDBNull(Anchor) ? null : rows.GetString(Anchor);
        return await CollectAsync(rows, read, head, anchorId, scan, cancellationToken);
    }

    internal NpgsqlBatch Batch(NpgsqlConnection connection, StoreRead read, long after, int scan, int timeout) => connection.Walk(
        _sql.For(read.Types.Count > 0, read.Subject is not null),
        timeout,
        CommandExtensions.Text(read.Feed), CommandExtensions.Number(read.After), CommandExtensions.Number(after), CommandExtensions.Number(scan),
        CommandExtensions.Number(read.MaxBytes), CommandExtensions.Number(read.Limit), CommandExtensions.Texts([.. read.Types]), CommandExtensions.Text(read.Subject));

    /// <summary>The last position before a time; 0 if there is none.</summary>
    public async Task<long> LastBeforeAsync(NpgsqlConnection connection, string feed, long timeMs, int timeout, CancellationToken cancellationToken)
    {
        await using var batch = connection.Walk(_sql.LastBefore, timeout, CommandExtensions.Text(feed), CommandExtensions.Number(timeMs));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) && !rows.IsDBNull(0) ? rows.GetInt64(0) : 0;
    }

    private static async Task<StorePage> CollectAsync(
        DbDataReader rows, StoreRead read, FeedHead head, string? anchorId, int scan, CancellationToken cancellationToken)
    {
        var events = new List<FeedEvent>(Math.Min(read.Limit, 128));
        var bytes = 0L;
        var (scannedTo, scannedToId, isFull) = (0L, "", false);
        for (var any = !rows.IsDBNull(Event); any && !isFull; any = !isFull && await rows.ReadAsync(cancellationToken))
        {
            if (!rows.IsDBNull(Data))
            {
                var item = EventRow.Read(rows, Event);
                bytes += item.ApproximateSize;
                if (events.Count > 0 && bytes > read.MaxBytes)
                {
                    break;
                }

                events.Add(item);
            }

            (scannedTo, scannedToId) = (rows.GetInt64(Event), rows.GetString(Id));
            isFull = events.Count == read.Limit || rows.GetInt64(Number) == scan;
        }

        // Past its bytes a page is full, also when the statement sent no more for that very reason.
        return !isFull && bytes <= read.MaxBytes ? StorePage.AtEnd(head, anchorId, events) : new StorePage
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
