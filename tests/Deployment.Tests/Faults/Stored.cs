using Npgsql;

namespace Investigations.Deployment.Tests;

/// <summary>What is in the database, read without the product.</summary>
internal sealed record Stored(IReadOnlyList<StoredEvent> Events, IReadOnlyList<StoredVersion> Versions)
{
    public static async Task<Stored> ReadAsync(string database, string investigation, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        return new(
            await QueryAsync(source, """
                SELECT e.event_id, e.seq, e.ts_ms, e.subject, e.type, convert_from(e.data, 'UTF8')::jsonb ->> 'version'
                FROM feed_events e JOIN feed_heads h USING(feed_id) WHERE h.name = $1 ORDER BY e.seq
                """, investigation, row => new StoredEvent(row.GetString(0), row.GetInt64(1), row.GetInt64(2), Text(row, 3), row.GetString(4), Text(row, 5)), cancellationToken),
            await QueryAsync(source, """
                SELECT version, changes::jsonb -> 'notes' ->> 1 FROM investigation_history WHERE investigation_id = $1 ORDER BY version
                """, investigation, row => new StoredVersion(row.GetInt64(0), Text(row, 1)), cancellationToken));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static async Task<List<T>> QueryAsync<T>(
        NpgsqlDataSource source, string sql, string value, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(read(rows));
        }

        return found;
    }
}

/// <param name="Id">The event's id.</param>
/// <param name="Sequence">Its position.</param>
/// <param name="TimestampMs">When it was stored.</param>
/// <param name="Run">The run that it belongs to.</param>
/// <param name="Type">Its type.</param>
/// <param name="Version">Of a change of the state: the version that it led to.</param>
internal sealed record StoredEvent(string Id, long Sequence, long TimestampMs, string? Run, string Type, string? Version);

internal sealed record StoredVersion(long Version, string? Note);
