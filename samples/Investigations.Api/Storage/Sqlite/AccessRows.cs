using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Investigations.Api.Storage.Sqlite;

/// <summary>What decides who may see investigations, of several at once.</summary>
internal static class AccessRows
{
    public static Dictionary<string, InvestigationAccess> Read(SqliteConnection connection, IReadOnlyList<string> ids) => connection.Command(
            "SELECT id, created_by, members, version FROM investigations WHERE id IN (SELECT value FROM json_each($ids))",
            ("$ids", JsonSerializer.Serialize(ids)))
        .Query(row => (Id: row.GetString(0), Access: new InvestigationAccess(
            row.GetString(1), JsonSerializer.Deserialize<string[]>(row.GetString(2))!, row.GetInt64(3))))
        .ToDictionary(row => row.Id, row => row.Access, StringComparer.Ordinal);
}
