using System.Text.Json;
using System.Text.Json.Nodes;
using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Microsoft.Data.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>The rows of <c>investigation_history</c>: one for each version, the first included, and none missing.</summary>
internal static class HistoryRows
{
    public static void Insert(SqliteTransaction transaction, Investigation state, long? previousVersion, JsonObject changes) => transaction.Execute("""
        INSERT INTO investigation_history(investigation_id, version, previous_version, changed_ms, changed_by, changes)
        VALUES($id, $version, $previous, $at, $by, $changes)
        """,
        ("$id", state.Id), ("$version", state.Version), ("$previous", previousVersion), ("$at", state.UpdatedAt.ToUnixTimeMilliseconds()),
        ("$by", state.UpdatedBy), ("$changes", changes.ToJsonString()));

    public static List<VersionHistoryEntry> Read(SqliteConnection connection, string id, int limit, long? before) => connection.Command("""
        SELECT version, previous_version, changed_ms, changed_by, changes FROM investigation_history
        WHERE investigation_id = $id AND version < $before ORDER BY version DESC LIMIT $limit
        """, ("$id", id), ("$before", before ?? long.MaxValue), ("$limit", limit)).Query(row => new VersionHistoryEntry(
            row.GetInt64(0),
            row.IsDBNull(1) ? null : row.GetInt64(1),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            row.GetString(3),
            Parse(row.GetString(4))));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
