using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.EventFeed.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>Investigations in the same SQLite file as the feed, written in the same transactions.</summary>
internal sealed class SqliteInvestigationStore(
    SqliteFeedDatabase database, IEventFeed feed, TimeProvider time) : IInvestigationStore
{
    private readonly SchemaOnFirstUse _schema = new(database, Schema.Sql);

    public async ValueTask<Investigation> CreateAsync(NewInvestigation investigation, string user, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.WriteAsync(transaction =>
        {
            var state = NewState.Of(investigation, user, time.GetUtcNow());
            InvestigationRows.Insert(transaction, state);
            HistoryRows.Insert(transaction, state, previousVersion: null, []);
            return state;
        }, cancellationToken);
    }

    public async ValueTask<Investigation?> GetAsync(string id, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(
            connection => InvestigationRows.Find(connection.Command($"{InvestigationRows.Select} WHERE id = $id", ("$id", id))), cancellationToken);
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
            connection.Command($"{InvestigationRows.Select} WHERE title = $title ORDER BY position DESC LIMIT 1", ("$title", title))), cancellationToken);
    }

    public async ValueTask<InvestigationList> ListAsync(string? user, int limit, long? before, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        var visible = user is null ? "" : "JOIN investigation_access USING(position)";
        var whose = user is null ? "" : "user = $user AND";
        var rows = await database.ReadAsync(connection => connection.Command(
                $"{InvestigationRows.Select} {visible} WHERE {whose} position < $before ORDER BY position DESC LIMIT $limit",
                ("$before", before ?? long.MaxValue), ("$user", user), ("$limit", limit + 1))
            .Query(row => (State: InvestigationRows.Read(row), Position: InvestigationRows.Position(row))), cancellationToken);

        return new([.. rows.Take(limit).Select(row => row.State)], rows.Count > limit ? rows[limit - 1].Position : null);
    }

    public async ValueTask<VersionCommit<Investigation>> UpdateAsync(
        string id, ExpectedVersion expected, InvestigationPatch patch, string user, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.WriteAsync(VersionCommit<Investigation> (transaction) =>
        {
            var before = InvestigationRows.Find(transaction.Command($"{InvestigationRows.Select} WHERE id = $id", ("$id", id)));
            if (before is null)
            {
                return VersionCommit.NotFound;
            }

            if (!expected.IsSatisfiedBy(before.Version))
            {
                return VersionCommit.Conflict(before.Version);
            }

            var after = patch.ApplyTo(before);
            var changes = InvestigationPatch.Differences(before, after);
            if (changes.Count == 0)
            {
                return VersionCommit.Unchanged(before.Version, before);
            }

            after = after with { Version = before.Version + 1, UpdatedAt = time.GetUtcNow().ToMilliseconds(), UpdatedBy = user };
            if (!InvestigationRows.Swap(transaction, after, before.Version))
            {
                throw new InvalidOperationException("The version changed inside the writing transaction.");
            }

            HistoryRows.Insert(transaction, after, before.Version, changes);
            feed.Append(transaction, id, [StateChanged.Event(after, before.Version, changes)]);
            return VersionCommit.Committed(after.Version, after);
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
