using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Runs the two statements of an append in one round trip: the lock of the head, and what is inserted behind it.</summary>
internal sealed class LockedInsert(AppendSql sql, bool prepare)
{
    /// <param name="connection">The connection.</param>
    /// <param name="hasTransaction">Whether it has a transaction that goes on; without one the two statements are one by themselves.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="insert">The second statement.</param>
    /// <param name="timeout">In seconds.</param>
    /// <param name="read">Reads what the second statement answers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> RunAsync<T>(
        NpgsqlConnection connection, bool hasTransaction, string feed, NpgsqlBatchCommand insert, int timeout,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Timeout = timeout;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(hasTransaction ? sql.Lock : sql.LockAlone) { Parameters = { CommandExtensions.Text(feed) } });
        batch.BatchCommands.Add(insert);
        if (prepare)
        {
            await batch.PrepareAsync(cancellationToken);
        }

        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return await read(rows, cancellationToken);
    }
}
