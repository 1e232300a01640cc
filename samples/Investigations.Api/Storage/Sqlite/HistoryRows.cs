using Investigations.Concurrency;
using Microsoft.Data.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>The rows of <c>investigation_history</c>: one for each version, the first included, and none missing.</summary>
internal static class HistoryRows
{
    public static void Insert(SqliteTransaction transaction, StateChange change) => transaction.Execute("""
        INSERT INTO investigation_history(investigation_id, version, previous_version, changed_ms, changed_by, changes)
        VALUES($id, $version, $previous, $at, $by, $changes)
        """,
        ("$id", change.State.Id), ("$version", change.State.Version), ("$previous", change.PreviousVersion),
        ("$at", change.State.UpdatedAt.ToUnixTimeMilliseconds()), ("$by", change.State.UpdatedBy), ("$changes", change.Differences.ToJsonString()));

    public static List<VersionHistoryEntry> Read(SqliteConnection connection, string id, int limit, long? before) => connection.Command(
            $"{HistoryRow.Select} WHERE investigation_id = $id AND version < $before ORDER BY version DESC LIMIT $limit",
            ("$id", id), ("$before", before ?? long.MaxValue), ("$limit", limit))
        .Query(static row => HistoryRow.Read(row, static text => text));
}
