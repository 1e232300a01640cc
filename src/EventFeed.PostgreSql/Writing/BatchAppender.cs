using Npgsql;
using NpgsqlTypes;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Appends in one round trip.</summary>
internal sealed class BatchAppender(AppendSql sql, LockedInsert locked, ServerClock clock)
{
    /// <summary>Appends in the connection's transaction, or in one of its own.</summary>
    /// <returns>Null if the feed has no head yet; nothing was stored then.</returns>
    public Task<StoredAppend[]?> AppendAsync(
        NpgsqlConnection connection, bool hasTransaction, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout,
        CancellationToken cancellationToken) => locked.RunAsync(
            connection, hasTransaction, feed, Insert(feed, events, checkIds), timeout, (rows, token) => ReadAsync(rows, events.Count, token), cancellationToken);

    private async Task<StoredAppend[]?> ReadAsync(NpgsqlDataReader rows, int count, CancellationToken cancellationToken)
    {
        var answers = new StoredAppend[count];
        var any = false;
        while (await rows.ReadAsync(cancellationToken))
        {
            answers[rows.GetInt64(0) - 1] = new StoredAppend(rows.GetBoolean(1), rows.GetInt64(2), rows.GetInt64(3), Existing: null);
            if (!any)
            {
                clock.Observe(rows.GetInt64(4));
                any = true;
            }
        }

        return any ? answers : null;
    }

    private NpgsqlBatchCommand Insert(string feed, IReadOnlyList<PendingEvent> events, bool checkIds)
    {
        var (latest, instead) = clock.Bounds;
        var (ids, types, subjects, times, data) = (
            new string[events.Count], new string[events.Count], new string?[events.Count], new long?[events.Count], new ReadOnlyMemory<byte>[events.Count]);
        for (var i = 0; i < ids.Length; i++)
        {
            var item = events[i];
            (ids[i], types[i], subjects[i], times[i], data[i]) = (item.Id, item.Type, item.Subject, item.OccurredAtMs, item.DataUtf8);
        }

        return new NpgsqlBatchCommand(checkIds ? sql.InsertNew : sql.Insert)
        {
            Parameters =
            {
                CommandExtensions.Text(feed), CommandExtensions.Number(latest), CommandExtensions.Number(instead),
                CommandExtensions.Texts(ids), CommandExtensions.Texts(types), CommandExtensions.Texts(subjects),
                CommandExtensions.Array(times, NpgsqlDbType.Bigint), CommandExtensions.Array(data, NpgsqlDbType.Bytea),
            },
        };
    }
}
