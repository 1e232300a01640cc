using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Appends a single event in one round trip.</summary>
internal sealed class SingleAppender(FeedSql names, LockedInsert locked, ServerClock clock)
{
    private readonly SingleSql _sql = new(names);

    /// <inheritdoc cref="BatchAppender.AppendAsync"/>
    public Task<StoredAppend[]?> AppendAsync(
        NpgsqlConnection connection, bool hasTransaction, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout,
        CancellationToken cancellationToken) => locked.RunAsync(
            connection, hasTransaction, feed, Insert(feed, events[0], checkIds), timeout, ReadAsync, cancellationToken);

    private async Task<StoredAppend[]?> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken))
        {
            return null;
        }

        clock.Observe(rows.GetInt64(0));
        return [new StoredAppend(rows.GetBoolean(1), rows.GetInt64(2), rows.GetInt64(3), Existing: null)];
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
