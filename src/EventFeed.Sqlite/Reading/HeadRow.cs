namespace Investigations.EventFeed.Sqlite;

/// <summary>A feed's row in the table of heads.</summary>
internal readonly record struct HeadRow(long FeedId, long Sequence, long TimestampMs, string? LastId, long Floor)
{
    public FeedHead ToHead(string feed, long epoch) => new()
    {
        Feed = feed,
        Epoch = epoch,
        Sequence = Sequence,
        Timestamp = Sequence == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(TimestampMs),
        LastId = LastId,
        Floor = Floor,
    };
}
