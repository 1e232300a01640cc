using System.Text.Json;
using Investigations.Api.Features.Investigations;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>The rows of <c>investigations</c>: how one is read, inserted and compared-and-swapped.</summary>
internal static class InvestigationRows
{
    public const string Select = """
        SELECT id, title, status, phase, progress, assignee, notes, version, created_ms, updated_ms, updated_by, members, created_by, position
        FROM investigations
        """;

    public static Investigation Read(NpgsqlDataReader row) => new()
    {
        Id = row.Text(0),
        Title = row.Text(1),
        Status = row.Text(2),
        Phase = row.TextOrNull(3),
        Progress = row.GetInt32(4),
        Assignee = row.TextOrNull(5),
        Notes = row.TextOrNull(6),
        Version = row.GetInt64(7),
        CreatedAt = row.Time(8),
        UpdatedAt = row.Time(9),
        UpdatedBy = row.Text(10),
        Members = JsonSerializer.Deserialize<string[]>(row.Text(11))!,
        CreatedBy = row.Text(12),
    };

    public static long Position(NpgsqlDataReader row) => row.GetInt64(13);

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

        foreach (var user in state.Members.Append(state.CreatedBy).Distinct(StringComparer.Ordinal))
        {
            await connection.Command("INSERT INTO investigation_access(user_id, position) VALUES($1, $2)", user, position).ExecuteAsync(cancellationToken);
        }
    }

    /// <summary>Writes the new state if the stored version is still <paramref name="version"/>.</summary>
    public static async Task<bool> SwapAsync(NpgsqlConnection connection, Investigation state, long version, CancellationToken cancellationToken) =>
        await connection.Command("""
            UPDATE investigations SET title = $1, status = $2, phase = $3, progress = $4, assignee = $5, notes = $6,
                version = $7, updated_ms = $8, updated_by = $9
            WHERE id = $10 AND version = $11
            """,
            state.Title, state.Status, state.Phase, state.Progress, state.Assignee, state.Notes,
            state.Version, state.UpdatedAt.ToUnixTimeMilliseconds(), state.UpdatedBy, state.Id, version).ExecuteAsync(cancellationToken) == 1;
}
