using Npgsql;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>Removes the oldest events of a feed, a chunk in each transaction, the floor first.</summary>
internal sealed class FeedTrimmer(FeedSql names)
{
    private const long Chunk = 1000;

    private readonly TrimSql _sql = new(names);
    private readonly FeedPageReader _pages = new(names, prepare: false);

    /// <summary>Removes one chunk. The answer says whether there is more to do.</summary>
    public async Task<(TrimResult Result, bool IsDone)> TrimChunkAsync(
        NpgsqlConnection connection, StoreTrim trim, int timeout, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        if (await HeadAsync(connection, trim.Feed, timeout, cancellationToken) is not { } head)
        {
            return (default, true);
        }

        var forgotten = await CountAsync(
            connection.Command(_sql.Forget, timeout).With(head.FeedId).With(trim.ForgetIdsBeforeMs).With(Chunk), cancellationToken);
        var target = Math.Min(trim.ThroughSequence, head.Sequence);
        if (trim.BeforeMs < long.MaxValue)
        {
            target = Math.Min(target, await _pages.LastBeforeAsync(connection, trim.Feed, trim.BeforeMs, timeout, cancellationToken));
        }

        var (to, removed) = (Math.Min(target, head.Floor + Chunk), 0L);
        if (to > head.Floor)
        {
            await CountAsync(connection.Command(_sql.MoveFloor, timeout).With(head.FeedId).With(to), cancellationToken);
            removed = await CountAsync(connection.Command(_sql.Remove, timeout).With(head.FeedId).With(to), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (new TrimResult(removed, Math.Max(to, head.Floor)), to >= target && forgotten < Chunk);
    }

    private async Task<(long FeedId, long Sequence, long Floor)?> HeadAsync(
        NpgsqlConnection connection, string feed, int timeout, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(_sql.Lock, timeout).With(feed);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)) : null;
    }

    private static async Task<long> CountAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
        }
    }
}
