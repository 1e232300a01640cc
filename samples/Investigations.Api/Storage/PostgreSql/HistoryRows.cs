using Investigations.Concurrency;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>The rows of <c>investigation_history</c>: one for each version, the first included, and none missing.</summary>
internal static class HistoryRows
{
    public static Task InsertAsync(NpgsqlConnection connection, StateChange change, CancellationToken cancellationToken) => connection.Command("""
        INSERT INTO investigation_history(investigation_id, version, previous_version, changed_ms, changed_by, changes)
        VALUES($1, $2, nullif($3, 0), $4, $5, $6)
        """,
        change.State.Id, change.State.Version, change.PreviousVersion ?? 0, change.State.UpdatedAt.ToUnixTimeMilliseconds(),
        change.State.UpdatedBy, change.Differences.ToJsonString()).ExecuteAsync(cancellationToken);

    public static async ValueTask<List<VersionHistoryEntry>> ReadAsync(
        NpgsqlConnection connection, string id, int limit, long? before, CancellationToken cancellationToken) =>
        await connection.Command($"{HistoryRow.Select} WHERE investigation_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3", id, before ?? long.MaxValue, limit)
            .QueryAsync(static row => HistoryRow.Read(row, Escaped.Undo), cancellationToken);
}
