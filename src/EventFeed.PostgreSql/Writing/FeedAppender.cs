using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// Appends to a feed on one connection: one round trip, and one more for the first event of a feed and for duplicates. A large batch takes a
/// few more, and less time.
/// </summary>
internal sealed class FeedAppender
{
    /// <summary>From how many events on a batch goes by COPY: more than requests append, so that only imports pay for its round trips.</summary>
    public const int BulkFrom = 500;

    private readonly FeedSql _names;
    private readonly AppendSql _sql;
    private readonly SingleAppender _single;
    private readonly BatchAppender _several;
    private readonly BulkAppender _bulk;

    public FeedAppender(FeedSql names, ServerClock clock, bool prepare)
    {
        (_names, _sql, _bulk) = (names, new AppendSql(names), new BulkAppender(names, clock));
        var locked = new LockedInsert(_sql, prepare);
        _several = new BatchAppender(_sql, locked, clock);
        _single = new SingleAppender(names, locked, clock);
    }

    /// <summary>Appends in a transaction that the connection has, or in one of the call's own.</summary>
    public async Task<StoredAppend[]> AppendAsync(
        NpgsqlConnection connection, bool hasTransaction, StoreAppend append, int timeout, CancellationToken cancellationToken)
    {
        var plan = new AppendPlan(append.Events, append.CheckIds);
        Send send = plan.Sent.Count switch
        {
            1 => _single.AppendAsync,
            < BulkFrom => _several.AppendAsync,
            _ => _bulk.AppendAsync,
        };
        var answers = await send(connection, hasTransaction, append.Feed, plan.Sent, append.CheckIds, timeout, cancellationToken);
        if (answers is null)
        {
            await using var create = connection.Command(_sql.CreateHead, timeout).With(append.Feed);
            await create.ExecuteNonQueryAsync(cancellationToken);
            answers = await send(connection, hasTransaction, append.Feed, plan.Sent, append.CheckIds, timeout, cancellationToken)
                ?? throw new FeedUnavailableException("The head of the feed has gone.");
        }

        await FillInAsync(connection, append.Feed, answers, timeout, cancellationToken);
        return plan.Spread(answers);
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
        await using var select = connection.Command(_names.SelectExisting, timeout).With(feed).With(positions);
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
        NpgsqlConnection connection, bool hasTransaction, string feed, IReadOnlyList<PendingEvent> events, bool checkIds, int timeout,
        CancellationToken cancellationToken);
}
