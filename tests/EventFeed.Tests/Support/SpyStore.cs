namespace Investigations.EventFeed.Tests;

/// <summary>Counts what reaches the store, and can be down.</summary>
internal sealed class SpyStore(IEventFeedStore inner) : IEventFeedStore
{
    private int _appends;
    private int _reads;
    private int _heads;
    private int _keys;

    public int Reads => _reads;

    public int Heads => _heads;

    public int Keys => _keys;

    public int Total => _appends + _reads + _heads + _keys;

    public bool IsDown { get; set; }

    /// <summary>Lets a test rewrite what comes back, as a store that was replaced would.</summary>
    public Func<FeedHead, FeedHead>? AlterHead { get; set; }

    public ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken)
    {
        Count(ref _appends);
        return inner.AppendAsync(append, cancellationToken);
    }

    public async ValueTask<StorePage> ReadAsync(StoreRead read, CancellationToken cancellationToken)
    {
        Count(ref _reads);
        var page = await inner.ReadAsync(read, cancellationToken);
        return AlterHead is { } alter ? page with { Head = alter(page.Head) } : page;
    }

    public async ValueTask<IReadOnlyList<FeedHead>> GetHeadsAsync(IReadOnlyList<string> feeds, CancellationToken cancellationToken)
    {
        Count(ref _heads);
        var heads = await inner.GetHeadsAsync(feeds, cancellationToken);
        return AlterHead is { } alter ? [.. heads.Select(alter)] : heads;
    }

    public ValueTask<TrimResult> TrimAsync(StoreTrim trim, CancellationToken cancellationToken) => inner.TrimAsync(trim, cancellationToken);

    public ValueTask<IReadOnlyList<CursorKey>> GetCursorKeysAsync(CancellationToken cancellationToken)
    {
        Count(ref _keys);
        return inner.GetCursorKeysAsync(cancellationToken);
    }

    private void Count(ref int counter)
    {
        Interlocked.Increment(ref counter);
        if (IsDown)
        {
            throw new FeedUnavailableException("The store is down.") { RetryAfter = TimeSpan.FromSeconds(2.1) };
        }
    }
}
