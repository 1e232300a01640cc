using System.Text.Json;
using Investigations.Api.Features.Investigations;
using Microsoft.Data.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>The rows of <c>investigations</c>: how one is read, inserted and compared-and-swapped.</summary>
internal static class InvestigationRows
{
    public const string Select = """
        SELECT id, title, status, phase, progress, assignee, notes, version, created_ms, updated_ms, updated_by, members, created_by, position
        FROM investigations
        """;

    public static Investigation Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Title = row.GetString(1),
        Status = row.GetString(2),
        Phase = row.TextOrNull(3),
        Progress = row.GetInt32(4),
        Assignee = row.TextOrNull(5),
        Notes = row.TextOrNull(6),
        Version = row.GetInt64(7),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        UpdatedBy = row.GetString(10),
        Members = JsonSerializer.Deserialize<string[]>(row.GetString(11))!,
        CreatedBy = row.GetString(12),
    };

    public static long Position(SqliteDataReader row) => row.GetInt64(13);

    public static Investigation? Find(SqliteCommand command) => command.Query(Read).SingleOrDefault();

    public static void Insert(SqliteTransaction transaction, Investigation state)
    {
        using var insert = transaction.Command("""
            INSERT INTO investigations(id, title, status, progress, version, created_ms, created_by, updated_ms, updated_by, members)
            VALUES($id, $title, $status, $progress, $version, $at, $by, $at, $by, $members) RETURNING position
            """,
            ("$id", state.Id), ("$title", state.Title), ("$status", state.Status), ("$progress", state.Progress), ("$version", state.Version),
            ("$at", state.CreatedAt.ToUnixTimeMilliseconds()), ("$by", state.CreatedBy), ("$members", JsonSerializer.Serialize(state.Members)));
        var position = (long)insert.ExecuteScalar()!;

        foreach (var user in state.Members.Append(state.CreatedBy).Distinct(StringComparer.Ordinal))
        {
            transaction.Execute("INSERT INTO investigation_access(user, position) VALUES($user, $position)", ("$user", user), ("$position", position));
        }
    }

    /// <summary>Writes the new state if the stored version is still <paramref name="version"/>.</summary>
    public static bool Swap(SqliteTransaction transaction, Investigation state, long version) => transaction.Execute("""
        UPDATE investigations SET title = $title, status = $status, phase = $phase, progress = $progress, assignee = $assignee,
            notes = $notes, version = $new, updated_ms = $at, updated_by = $by
        WHERE id = $id AND version = $version
        """,
        ("$title", state.Title), ("$status", state.Status), ("$phase", state.Phase), ("$progress", state.Progress), ("$assignee", state.Assignee),
        ("$notes", state.Notes), ("$new", state.Version), ("$at", state.UpdatedAt.ToUnixTimeMilliseconds()), ("$by", state.UpdatedBy),
        ("$id", state.Id), ("$version", version)) == 1;
}
