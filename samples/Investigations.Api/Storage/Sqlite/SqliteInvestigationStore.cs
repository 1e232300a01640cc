using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.EventFeed.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>Investigations in the same SQLite file as the feed, written in the same transactions.</summary>
internal sealed class SqliteInvestigationStore(
    SqliteFeedDatabase database, IEventFeed feed, TimeProvider time) : IInvestigationStore
{
    private readonly OnFirstUse _schema = Schema.CreateIn(database);

    public async ValueTask<Investigation> CreateAsync(NewInvestigation investigation, string user, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.WriteAsync(transaction =>
        {
            var state = NewState.Of(investigation, user, time.GetUtcNow());
            InvestigationRows.Insert(transaction, state);
            HistoryRows.Insert(transaction, StateChange.First(state));
            return state;
        }, cancellationToken);
    }

    public async ValueTask<Investigation?> GetAsync(string id, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(
            connection => InvestigationRows.Find(connection.Command($"{InvestigationRow.Select} WHERE id = $id", ("$id", id))), cancellationToken);
    }

    public async ValueTask<InvestigationAccess?> GetAccessAsync(string id, CancellationToken cancellationToken) =>
        (await GetAccessAsync([id], cancellationToken)).GetValueOrDefault(id);

    public async ValueTask<IReadOnlyDictionary<string, InvestigationAccess>> GetAccessAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(connection => AccessRows.Read(connection, ids), cancellationToken);
    }

    public async ValueTask<Investigation?> FindByTitleAsync(string title, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(connection => InvestigationRows.Find(
            connection.Command($"{InvestigationRow.Select} WHERE title = $title ORDER BY position DESC LIMIT 1", ("$title", title))), cancellationToken);
    }

    public async ValueTask<InvestigationList> ListAsync(string? user, int limit, long? before, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        var visible = user is null ? "" : "JOIN investigation_access USING(position)";
        var whose = user is null ? "" : "user = $user AND";
        var rows = await database.ReadAsync(connection => connection.Command(
                $"{InvestigationRow.Select} {visible} WHERE {whose} position < $before ORDER BY position DESC LIMIT $limit",
                ("$before", before ?? long.MaxValue), ("$user", user), ("$limit", limit + 1))
            .Query(row => (State: InvestigationRows.Read(row), Position: InvestigationRow.Position(row))), cancellationToken);

        return new([.. rows.Take(limit).Select(row => row.State)], rows.Count > limit ? rows[limit - 1].Position : null);
    }

    public async ValueTask<VersionCommit<Investigation>> UpdateAsync(
        string id, ExpectedVersion expected, InvestigationPatch patch, string user, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.WriteAsync(transaction =>
        {
            var before = InvestigationRows.Find(transaction.Command($"{InvestigationRow.Select} WHERE id = $id", ("$id", id)));
            var update = StateUpdate.Decide(before, expected, patch, user, time.GetUtcNow());
            if (update.Change is { } change)
            {
                InvestigationRows.Swap(transaction, change);
                HistoryRows.Insert(transaction, change);
                feed.Append(transaction, id, [StateChanged.Event(change)]);
            }

            return update.Commit;
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<VersionHistoryEntry>> GetHistoryAsync(string id, int limit, long? before, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(connection => HistoryRows.Read(connection, id, limit, before), cancellationToken);
    }

    public async ValueTask CreateRunAsync(string id, string runId, string? name, string user, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        await database.WriteAsync(transaction =>
        {
            RunRows.Insert(transaction, id, runId, name);
            return feed.Append(transaction, id, [RunStarted.Event(runId, name, user)]);
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(string id, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.WriteAsync(transaction =>
        {
            var appended = feed.Append(transaction, id, events);
            RunRows.Follow(transaction, id, events, appended);
            return appended;
        }, cancellationToken);
    }

    public async ValueTask<bool> IsFinishedAsync(string id, string? runId, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(connection => RunRows.IsFinished(connection, id, runId), cancellationToken);
    }

    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        await database.ReadAsync(connection =>
        {
            using var command = connection.Command("SELECT 1 FROM investigations LIMIT 1");
            return command.ExecuteScalar();
        }, cancellationToken);
    }
}
