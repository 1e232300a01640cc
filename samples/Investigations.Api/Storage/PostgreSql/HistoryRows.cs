using System.Text.Json;
using System.Text.Json.Nodes;
using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>The rows of <c>investigation_history</c>: one for each version, the first included, and none missing.</summary>
internal static class HistoryRows
{
    public static Task InsertAsync(
        NpgsqlConnection connection, Investigation state, long? previousVersion, JsonObject changes, CancellationToken cancellationToken) => connection.Command("""
        INSERT INTO investigation_history(investigation_id, version, previous_version, changed_ms, changed_by, changes)
        VALUES($1, $2, nullif($3, 0), $4, $5, $6)
        """,
        state.Id, state.Version, previousVersion ?? 0, state.UpdatedAt.ToUnixTimeMilliseconds(), state.UpdatedBy,
        changes.ToJsonString()).ExecuteAsync(cancellationToken);

    public static async ValueTask<List<VersionHistoryEntry>> ReadAsync(
        NpgsqlConnection connection, string id, int limit, long? before, CancellationToken cancellationToken) => await connection.Command("""
        SELECT version, previous_version, changed_ms, changed_by, changes FROM investigation_history
        WHERE investigation_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3
        """, id, before ?? long.MaxValue, limit).QueryAsync(
            row => new VersionHistoryEntry(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.Time(2), row.Text(3), Parse(row.Text(4))),
            cancellationToken);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
