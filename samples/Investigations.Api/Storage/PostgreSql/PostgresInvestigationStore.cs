using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.EventFeed.PostgreSql;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>Investigations in the same database as the feed, written in the same transactions.</summary>
internal sealed class PostgresInvestigationStore(
    PostgreSqlFeedDatabase database, IEventFeed feed, TimeProvider time) : IInvestigationStore
{
    private readonly OnFirstUse _schema = Schema.CreateIn(database);

    public ValueTask<Investigation> CreateAsync(NewInvestigation investigation, string user, CancellationToken cancellationToken) =>
        WriteAsync(async (transaction, token) =>
        {
            var state = NewState.Of(investigation, user, time.GetUtcNow());
            await InvestigationRows.InsertAsync(transaction.Connection!, state, token);
            await HistoryRows.InsertAsync(transaction.Connection!, StateChange.First(state), token);
            return state;
        }, cancellationToken);

    public ValueTask<Investigation?> GetAsync(string id, CancellationToken cancellationToken) => ReadAsync(
        (connection, token) => InvestigationRows.FindAsync(connection.Command($"{InvestigationRow.Select} WHERE id = $1", id), token), cancellationToken);

    public async ValueTask<InvestigationAccess?> GetAccessAsync(string id, CancellationToken cancellationToken) =>
        (await GetAccessAsync([id], cancellationToken)).GetValueOrDefault(id);

    public async ValueTask<IReadOnlyDictionary<string, InvestigationAccess>> GetAccessAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await ReadAsync((connection, token) => AccessRows.ReadAsync(connection, ids, token), cancellationToken);

    public ValueTask<Investigation?> FindByTitleAsync(string title, CancellationToken cancellationToken) => ReadAsync(
        (connection, token) => InvestigationRows.FindAsync(
            connection.Command($"{InvestigationRow.Select} WHERE title = $1 ORDER BY position DESC LIMIT 1", title), token),
        cancellationToken);

    public async ValueTask<InvestigationList> ListAsync(string? user, int limit, long? before, CancellationToken cancellationToken)
    {
        var visible = user is null ? "" : "JOIN investigation_access USING(position)";
        var whose = user is null ? "" : "AND user_id = $3";
        var sql = $"{InvestigationRow.Select} {visible} WHERE position < $1 {whose} ORDER BY position DESC LIMIT $2";
        object[] values = user is null ? [before ?? long.MaxValue, limit + 1] : [before ?? long.MaxValue, limit + 1, user];
        var rows = await ReadAsync(
            (connection, token) => connection.Command(sql, values)
                .QueryAsync(row => (State: InvestigationRows.Read(row), Position: InvestigationRow.Position(row)), token),
            cancellationToken);

        return new([.. rows.Take(limit).Select(row => row.State)], rows.Count > limit ? rows[limit - 1].Position : null);
    }

    public async ValueTask<VersionCommit<Investigation>> UpdateAsync(
        string id, ExpectedVersion expected, InvestigationPatch patch, string user, CancellationToken cancellationToken)
    {
        return await WriteAsync(async (transaction, token) =>
        {
            // The row stays locked to the commit: between what was compared and what is swapped nobody gets in.
            var connection = transaction.Connection!;
            var before = await InvestigationRows.FindAsync(connection.Command($"{InvestigationRow.Select} WHERE id = $1 FOR UPDATE", id), token);
            var update = StateUpdate.Decide(before, expected, patch, user, time.GetUtcNow());
            if (update.Change is { } change)
            {
                await InvestigationRows.SwapAsync(connection, change, token);
                await HistoryRows.InsertAsync(connection, change, token);
                await feed.AppendAsync(transaction, id, [StateChanged.Event(change)], token);
            }

            return update.Commit;
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<VersionHistoryEntry>> GetHistoryAsync(string id, int limit, long? before, CancellationToken cancellationToken) =>
        await ReadAsync((connection, token) => HistoryRows.ReadAsync(connection, id, limit, before, token), cancellationToken);

    public async ValueTask CreateRunAsync(string id, string runId, string? name, string user, CancellationToken cancellationToken)
    {
        await WriteAsync(async (transaction, token) =>
        {
            await RunRows.InsertAsync(transaction.Connection!, id, runId, name, token);
            return await feed.AppendAsync(transaction, id, [RunStarted.Event(runId, name, user)], token);
        }, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(string id, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken)
    {
        return await WriteAsync(async (transaction, token) =>
        {
            var appended = await feed.AppendAsync(transaction, id, events, token);
            await RunRows.FollowAsync(transaction.Connection!, id, events, appended, token);
            return appended;
        }, cancellationToken);
    }

    public ValueTask<bool> IsFinishedAsync(string id, string? runId, CancellationToken cancellationToken) =>
        ReadAsync((connection, token) => RunRows.IsFinishedAsync(connection, id, runId, token), cancellationToken);

    public async ValueTask PingAsync(CancellationToken cancellationToken) =>
        await ReadAsync(async (connection, token) => await connection.Command("SELECT 1 FROM investigations LIMIT 1").ValueAsync(token), cancellationToken);

    private async ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.ReadAsync(read, cancellationToken);
    }

    private async ValueTask<T> WriteAsync<T>(Func<NpgsqlTransaction, CancellationToken, ValueTask<T>> write, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await database.WriteAsync(write, cancellationToken);
    }
}
