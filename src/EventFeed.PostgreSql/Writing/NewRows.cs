using Npgsql;
using NpgsqlTypes;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>The new events of a batch as rows, copied in PostgreSQL's binary form.</summary>
internal sealed class NewRows(long feedId, IReadOnlyList<PendingEvent> events, StoredAppend[] answers)
{
    /// <summary>The id of the last new event.</summary>
    public string LastId => events[Array.FindLastIndex(answers, static answer => answer.IsNew)].Id;

    public Task CopyEventsAsync(NpgsqlConnection connection, string copy, int timeout, CancellationToken cancellationToken) =>
        CopyAsync(connection, copy, timeout, WriteEventAsync, cancellationToken);

    public Task CopyIdsAsync(NpgsqlConnection connection, string copy, int timeout, CancellationToken cancellationToken) =>
        CopyAsync(connection, copy, timeout, WriteIdAsync, cancellationToken);

    private async Task CopyAsync(
        NpgsqlConnection connection, string copy, int timeout, Func<NpgsqlBinaryImporter, PendingEvent, StoredAppend, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await using var rows = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        rows.Timeout = TimeSpan.FromSeconds(timeout);
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i].IsNew)
            {
                await rows.StartRowAsync(cancellationToken);
                await rows.WriteAsync(feedId, NpgsqlDbType.Bigint, cancellationToken);
                await write(rows, events[i], answers[i], cancellationToken);
            }
        }

        await rows.CompleteAsync(cancellationToken);
    }

    private static async Task WriteEventAsync(NpgsqlBinaryImporter row, PendingEvent item, StoredAppend at, CancellationToken cancellationToken)
    {
        await row.WriteAsync(at.Sequence, NpgsqlDbType.Bigint, cancellationToken);
        await row.WriteAsync(at.TimestampMs, NpgsqlDbType.Bigint, cancellationToken);
        await row.WriteAsync(item.Id, NpgsqlDbType.Text, cancellationToken);
        await row.WriteAsync(item.Type, NpgsqlDbType.Text, cancellationToken);
        await (item.Subject is { } subject ? row.WriteAsync(subject, NpgsqlDbType.Text, cancellationToken) : row.WriteNullAsync(cancellationToken));
        await (item.OccurredAtMs is { } ms ? row.WriteAsync(ms, NpgsqlDbType.Bigint, cancellationToken) : row.WriteNullAsync(cancellationToken));
        await row.WriteAsync(item.DataUtf8, NpgsqlDbType.Bytea, cancellationToken);
    }

    private static async Task WriteIdAsync(NpgsqlBinaryImporter row, PendingEvent item, StoredAppend at, CancellationToken cancellationToken)
    {
        await row.WriteAsync(item.Id, NpgsqlDbType.Text, cancellationToken);
        await row.WriteAsync(at.Sequence, NpgsqlDbType.Bigint, cancellationToken);
        await row.WriteAsync(at.TimestampMs, NpgsqlDbType.Bigint, cancellationToken);
    }
}
