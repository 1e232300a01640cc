using Microsoft.Data.Sqlite;

namespace Investigations.EventFeed.Sqlite;

/// <summary>Removes the oldest events of a feed on one connection, a chunk in each transaction, the floor first.</summary>
internal sealed class FeedTrimmer(SqliteConnection connection, FeedSql sql)
{
    private const long Chunk = 1000;

    private readonly HeadReader _heads = new(connection, sql);
    private readonly TimeSearch _times = new(connection, sql);

    /// <summary>Removes one chunk. The answer says whether there is more to do.</summary>
    public (TrimResult Result, bool IsDone) TrimChunk(SqliteTransaction transaction, StoreTrim trim)
    {
        if (_heads.Read(transaction, trim.Feed) is not { } head)
        {
            return (default, true);
        }

        var forgotten = Forget(head, trim);
        var target = Math.Min(trim.ThroughSequence, head.Sequence);
        if (trim.BeforeMs < long.MaxValue)
        {
            target = Math.Min(target, _times.LastBefore(transaction, head, trim.BeforeMs));
        }

        if (target <= head.Floor)
        {
            return (new TrimResult(0, head.Floor), forgotten < Chunk);
        }

        var to = Math.Min(target, head.Floor + Chunk);
        connection.Execute(sql.MoveFloor, ("@feed", head.FeedId), ("@to", to));
        connection.Execute(sql.RememberTrimmed, ("@feed", head.FeedId), ("@to", to));
        var removed = connection.Execute(sql.DeleteEvents, ("@feed", head.FeedId), ("@to", to));
        return (new TrimResult(removed, to), false);
    }

    private int Forget(in HeadRow head, StoreTrim trim)
    {
        connection.Execute(
            sql.ForgetIds, ("@feed", head.FeedId), ("@floor", head.Floor), ("@before", trim.ForgetIdsBeforeMs), ("@count", Chunk));
        return connection.Execute(
            sql.ForgetTrimmed, ("@feed", head.FeedId), ("@before", trim.ForgetIdsBeforeMs), ("@count", Chunk));
    }
}
