using System.Text.Json;
using Npgsql;

namespace Investigations.Api.Storage.PostgreSql;

/// <summary>What decides who may see investigations, of several at once.</summary>
internal static class AccessRows
{
    public static async ValueTask<IReadOnlyDictionary<string, InvestigationAccess>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var rows = await connection.Command(
                "SELECT id, created_by, members, version FROM investigations WHERE id = ANY($1)", (object)ids.Select(Escaped.Of).ToArray())
            .QueryAsync(row => (Id: row.Text(0), Access: new InvestigationAccess(
                row.Text(1), JsonSerializer.Deserialize<string[]>(row.Text(2))!, row.GetInt64(3))), cancellationToken);
        return rows.ToDictionary(row => row.Id, row => row.Access, StringComparer.Ordinal);
    }
}
