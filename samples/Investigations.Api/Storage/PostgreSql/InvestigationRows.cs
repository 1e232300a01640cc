using System.Text.Json;
using Investigations.Api.Features.Investigations;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>The rows of <c>investigations</c>: how one is read, inserted and compared-and-swapped.</summary>
internal static class InvestigationRows
{
    public static Investigation Read(NpgsqlDataReader row) => InvestigationRow.Read(row, Escaped.Undo);

    public static async ValueTask<Investigation?> FindAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        (await command.QueryAsync(Read, cancellationToken)).SingleOrDefault();

    public static async Task InsertAsync(NpgsqlConnection connection, Investigation state, CancellationToken cancellationToken)
    {
        var position = (long)(await connection.Command("""
            INSERT INTO investigations(id, title, status, progress, version, created_ms, created_by, updated_ms, updated_by, members)
            VALUES($1, $2, $3, $4, $5, $6, $7, $6, $7, $8) RETURNING position
            """,
            state.Id, state.Title, state.Status, state.Progress, state.Version, state.CreatedAt.ToUnixTimeMilliseconds(), state.CreatedBy,
            JsonSerializer.Serialize(state.Members)).ValueAsync(cancellationToken))!;

        var users = state.Members.Append(state.CreatedBy).Distinct(StringComparer.Ordinal).Select(Escaped.Of).ToArray();
        await connection.Command("INSERT INTO investigation_access(user_id, position) SELECT unnest($1), $2", users, position).ExecuteAsync(cancellationToken);
    }

    /// <summary>Writes a state over the one before it, which the transaction has locked.</summary>
    public static async Task SwapAsync(NpgsqlConnection connection, StateChange change, CancellationToken cancellationToken)
    {
        var state = change.State;
        var written = await connection.Command("""
            UPDATE investigations SET title = $1, status = $2, phase = $3, progress = $4, assignee = $5, notes = $6,
                version = $7, updated_ms = $8, updated_by = $9
            WHERE id = $10 AND version = $11
            """,
            state.Title, state.Status, state.Phase, state.Progress, state.Assignee, state.Notes,
            state.Version, state.UpdatedAt.ToUnixTimeMilliseconds(), state.UpdatedBy, state.Id, change.PreviousVersion).ExecuteAsync(cancellationToken);
        StateChange.ThrowUnlessWritten(written);
    }
}
