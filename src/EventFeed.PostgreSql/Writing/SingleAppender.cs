using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Appends a single event. One that was there before is looked up as several are.</summary>
internal sealed class SingleAppender(FeedSql names, LockedInsert locked, ServerClock clock, BatchAppender several)
{
    private readonly SingleSql _sql = new(names);

    /// <inheritdoc cref="BatchAppender.AppendAsync"/>
    public async Task<StoredAppend[]?> AppendAsync(
        NpgsqlConnection connection, bool hasTransaction, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout,
        CancellationToken cancellationToken)
    {
        var (hasHead, answer) = await locked.RunAsync(connection, hasTransaction, feed, Insert(feed, events[0], checkIds), timeout, ReadAsync, cancellationToken);
        return !hasHead ? null
            : answer is { } stored ? [stored]
            : await several.AppendAsync(connection, hasTransaction, feed, events, checkIds, timeout, cancellationToken);
    }

    private async Task<(bool HasHead, StoredAppend? Stored)> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken))
        {
            return (false, null);
        }

        clock.Observe(rows.GetInt64(0));
        return (true, rows.IsDBNull(1) ? null : new StoredAppend(IsNew: true, rows.GetInt64(1), rows.GetInt64(2), Existing: null));
    }

    private NpgsqlBatchCommand Insert(string feed, PendingEvent item, bool checkIds)
    {
        var (latest, instead) = clock.Bounds;
        return new NpgsqlBatchCommand(_sql.For(checkIds))
        {
            Parameters =
            {
                CommandExtensions.Text(feed), CommandExtensions.Number(latest), CommandExtensions.Number(instead),
                CommandExtensions.Text(item.Id), CommandExtensions.Text(item.Type), CommandExtensions.Text(item.Subject),
                CommandExtensions.Number(item.OccurredAtMs), CommandExtensions.Bytes(item.DataUtf8),
            },
        };
    }
}
