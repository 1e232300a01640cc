using System.Text.Json;
using Investigations.Api.Features.Investigations;
using Microsoft.Data.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>The rows of <c>investigations</c>: how one is read, inserted and compared-and-swapped.</summary>
internal static class InvestigationRows
{
    public static Investigation Read(SqliteDataReader row) => InvestigationRow.Read(row, static text => text);

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

    /// <summary>Writes a state over the one before it, which the transaction has locked.</summary>
    public static void Swap(SqliteTransaction transaction, StateChange change)
    {
        var state = change.State;
        var written = transaction.Execute("""
            UPDATE investigations SET title = $title, status = $status, phase = $phase, progress = $progress, assignee = $assignee,
                notes = $notes, version = $new, updated_ms = $at, updated_by = $by
            WHERE id = $id AND version = $version
            """,
            ("$title", state.Title), ("$status", state.Status), ("$phase", state.Phase), ("$progress", state.Progress), ("$assignee", state.Assignee),
            ("$notes", state.Notes), ("$new", state.Version), ("$at", state.UpdatedAt.ToUnixTimeMilliseconds()), ("$by", state.UpdatedBy),
            ("$id", state.Id), ("$version", change.PreviousVersion));
        StateChange.ThrowUnlessWritten(written);
    }
}
