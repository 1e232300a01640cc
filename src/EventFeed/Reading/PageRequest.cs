namespace Investigations.EventFeed;

/// <summary>A query that has been checked and whose cursor has been opened.</summary>
internal sealed record PageRequest(string Feed, FeedQuery Query, CursorSealer Sealer, FeedPosition? Position, int Limit)
{
    /// <summary>Where the page starts, whatever has been looked at since.</summary>
    public PageStart Start { get; } = new(
        Position?.Sequence ?? 0,
        Query.Since is { } since ? CeilingMs(since) : null,
        Position is not null);

    /// <summary>Where to read on: the cursor, or the end of what has been looked at in vain while waiting.</summary>
    public FeedPosition? ReadFrom { get; init; } = Position;

    public StoreRead ToStoreRead(EventFeedOptions options) => new()
    {
        Feed = Feed,
        After = ReadFrom?.Sequence ?? 0,
        SinceMs = Start.SinceMs,
        Limit = Limit,
        MaxBytes = options.MaxPageBytes,
        MaxScan = options.MaxScan,
        Types = Query.Types,
        Subject = Query.Subject,
    };

    private static long CeilingMs(DateTimeOffset time)
    {
        var ms = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? ms : ms + 1;
    }
}
