using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// Appends a large batch by COPY: more round trips than one statement, but a fraction of its time for each event. The order of things is the
/// same: the head is locked first, and what is looked up afterwards can no longer change.
/// </summary>
internal sealed class BulkAppender(FeedSql names, ServerClock clock)
{
    private readonly BulkSql _sql = new(names);

    /// <summary>Appends in the connection's transaction, or in one of its own.</summary>
    /// <returns>Null if the feed has no head yet; nothing was stored then.</returns>
    public async Task<StoredAppend[]?> AppendAsync(
        NpgsqlConnection connection, bool hasTransaction, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout,
        CancellationToken cancellationToken)
    {
        if (hasTransaction)
        {
            return await CopyAsync(connection, feed, events, checkIds, timeout, cancellationToken);
        }

        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        var answers = await CopyAsync(connection, feed, events, checkIds, timeout, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return answers;
    }

    private async Task<StoredAppend[]?> CopyAsync(
        NpgsqlConnection connection, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout, CancellationToken cancellationToken)
    {
        if (await LockAsync(connection, feed, timeout, cancellationToken) is not { } head)
        {
            return null;
        }

        var answers = new StoredAppend[events.Count];
        if (checkIds)
        {
            await LookUpAsync(connection, head.FeedId, events, answers, timeout, cancellationToken);
        }

        var last = head.Sequence;
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = answers[i].Sequence == 0 ? new StoredAppend(IsNew: true, ++last, head.NextMs, Existing: null) : answers[i];
        }

        if (last > head.Sequence)
        {
            var rows = new NewRows(head.FeedId, events, answers);
            await rows.CopyEventsAsync(connection, _sql.CopyEvents, timeout, cancellationToken);
            if (checkIds)
            {
                await rows.CopyIdsAsync(connection, _sql.CopyIds, timeout, cancellationToken);
            }

            await using var move = connection.Command(_sql.MoveHead, timeout).With(head.FeedId).With(last).With(head.NextMs).With(rows.LastId);
            await move.ExecuteNonQueryAsync(cancellationToken);
        }

        return answers;
    }

    private async Task<(long FeedId, long Sequence, long NextMs)?> LockAsync(
        NpgsqlConnection connection, string feed, int timeout, CancellationToken cancellationToken)
    {
        var (latest, instead) = clock.Bounds;
        await using var command = connection.Command(_sql.Lock, timeout).With(feed);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        var now = row.GetInt64(3);
        clock.Observe(now);
        return (row.GetInt64(0), row.GetInt64(1), Math.Max(row.GetInt64(2), now > latest ? instead : now));
    }

    private async Task LookUpAsync(
        NpgsqlConnection connection, long feedId, IReadOnlyList<PendingEvent> events, StoredAppend[] answers, int timeout, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(_sql.SelectKnown, timeout).With(feedId).With([.. events.Select(static item => item.Id)]);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            answers[rows.GetInt64(0) - 1] = new StoredAppend(IsNew: false, rows.GetInt64(1), rows.GetInt64(2), Existing: null);
        }
    }
}
