using System.Data.Common;
using System.Text.Json;
using Investigations.Api.Features.Investigations;

namespace Investigations.Api.Storage;

/// <summary>An investigation as the columns of a row, the same in both databases.</summary>
internal static class InvestigationRow
{
    public const string Select = """
        SELECT id, title, status, phase, progress, assignee, notes, version, created_ms, updated_ms, updated_by, members, created_by, position
        FROM investigations
        """;

    /// <param name="row">A row of <see cref="Select"/>.</param>
    /// <param name="text">Gives text back as it was before it was stored.</param>
    public static Investigation Read(DbDataReader row, Func<string, string> text)
    {
        return new()
        {
            Id = Text(0),
            Title = Text(1),
            Status = Text(2),
            Phase = TextOrNull(3),
            Progress = row.GetInt32(4),
            Assignee = TextOrNull(5),
            Notes = TextOrNull(6),
            Version = row.GetInt64(7),
            CreatedAt = row.Time(8),
            UpdatedAt = row.Time(9),
            UpdatedBy = Text(10),
            Members = JsonSerializer.Deserialize<string[]>(Text(11))!,
            CreatedBy = Text(12),
        };

        string Text(int column) => text(row.GetString(column));
        string? TextOrNull(int column) => row.IsDBNull(column) ? null : Text(column);
    }

    public static long Position(DbDataReader row) => row.GetInt64(13);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
