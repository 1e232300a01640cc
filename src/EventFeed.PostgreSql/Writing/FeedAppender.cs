using Npgsql;
using NpgsqlTypes;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// Appends to a feed on one connection: one round trip, and one more for the first event of a feed and for duplicates. A large batch takes a
/// few more, and less time.
/// </summary>
internal sealed class FeedAppender(FeedSql names, ServerClock clock, bool prepare)
{
    /// <summary>From how many events on a batch goes by COPY: more than requests append, so that only imports pay for its round trips.</summary>
    public const int BulkFrom = 500;

    private readonly AppendSql _sql = new(names);
    private readonly BulkAppender _bulk = new(names, clock);

    /// <summary>Appends in a transaction that the connection has, or in one of the call's own.</summary>
    public async Task<StoredAppend[]> AppendAsync(
        NpgsqlConnection connection, bool hasTransaction, StoreAppend append, int timeout, CancellationToken cancellationToken)
    {
        var plan = new AppendPlan(append.Events, append.CheckIds);
        var send = plan.Sent.Count < BulkFrom ? SendAsync : hasTransaction ? _bulk.AppendAsync : (Send)BulkAsync;
        var answers = await send(connection, append.Feed, plan.Sent, append.CheckIds, timeout, cancellationToken);
        if (answers is null)
        {
            await using var create = connection.Command(_sql.CreateHead, timeout).With(append.Feed);
            await create.ExecuteNonQueryAsync(cancellationToken);
            answers = await send(connection, append.Feed, plan.Sent, append.CheckIds, timeout, cancellationToken)
                ?? throw new FeedUnavailableException("The head of the feed has gone.");
        }

        await FillInAsync(connection, append.Feed, answers, timeout, cancellationToken);
        return plan.Spread(answers);
    }

    private async Task<StoredAppend[]?> BulkAsync(
        NpgsqlConnection connection, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        var answers = await _bulk.AppendAsync(connection, feed, events, checkIds, timeout, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return answers;
    }

    /// <returns>Null if the feed has no head yet; nothing was stored then.</returns>
    private async Task<StoredAppend[]?> SendAsync(
        NpgsqlConnection connection, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Timeout = timeout;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_sql.Lock) { Parameters = { CommandExtensions.Text(feed) } });
        batch.BatchCommands.Add(Insert(feed, events, checkIds));
        if (prepare)
        {
            await batch.PrepareAsync(cancellationToken);
        }

        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var answers = new StoredAppend[events.Count];
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

        return new NpgsqlBatchCommand(checkIds ? _sql.InsertNew : _sql.Insert)
        {
            Parameters =
            {
                CommandExtensions.Text(feed), CommandExtensions.Number(latest), CommandExtensions.Number(instead),
                CommandExtensions.Texts(ids), CommandExtensions.Texts(types), CommandExtensions.Texts(subjects),
                CommandExtensions.Array(times, NpgsqlDbType.Bigint), CommandExtensions.Array(data, NpgsqlDbType.Bytea),
            },
        };
    }

    /// <summary>Fetches the events that were there before; those that were trimmed since stay unknown.</summary>
    private async Task FillInAsync(NpgsqlConnection connection, string feed, StoredAppend[] answers, int timeout, CancellationToken cancellationToken)
    {
        var positions = answers.Where(static answer => !answer.IsNew).Select(static answer => answer.Sequence).ToArray();
        if (positions.Length == 0)
        {
            return;
        }

        var existing = new Dictionary<long, FeedEvent>(positions.Length);
        await using var select = connection.Command(names.SelectExisting, timeout).With(feed).With(positions);
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var item = EventRow.Read(rows, 0);
            existing[item.Sequence] = item;
        }

        for (var i = 0; i < answers.Length; i++)
        {
            if (!answers[i].IsNew)
            {
                answers[i] = answers[i] with { Existing = existing.GetValueOrDefault(answers[i].Sequence) };
            }
        }
    }

    private delegate Task<StoredAppend[]?> Send(
        NpgsqlConnection connection, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout, CancellationToken cancellationToken);
}
