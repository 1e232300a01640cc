using Investigations.EventFeed;

static class Reader
{
    public static async Task ReadAsync(IEventFeed feed, string? cursor, CancellationToken ct)
    {
        //= EventFeed: Use: 2
    }
}
