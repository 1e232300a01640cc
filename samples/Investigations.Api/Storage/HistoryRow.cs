using System.Data.Common;
using System.Text.Json;
using Investigations.Concurrency;

namespace Investigations.Api.Storage;

/// <summary>A step of an investigation's history as the columns of a row, the same in both databases.</summary>
internal static class HistoryRow
{
    public const string Select = "SELECT version, previous_version, changed_ms, changed_by, changes FROM investigation_history";

    /// <param name="row">A row of <see cref="Select"/>.</param>
    /// <param name="text">Gives text back as it was before it was stored.</param>
    public static VersionHistoryEntry Read(DbDataReader row, Func<string, string> text) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetInt64(1),
        row.Time(2),
        text(row.GetString(3)),
        JsonElement.Parse(text(row.GetString(4))));
}
