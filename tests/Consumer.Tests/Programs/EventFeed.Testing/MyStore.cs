using Investigations.EventFeed;

/// <summary>A store to be judged: the one in memory. All of a case's nodes are on one storage.</summary>
sealed class MyStore : IEventFeedStore
{
    private static readonly AsyncLocal<IEventFeedStore?> Storage = new();

    private readonly IEventFeedStore _storage = Storage.Value ??= Make();

    public ValueTask<IReadOnlyList<StoredAppend>> AppendAsync(StoreAppend append, CancellationToken cancellationToken) => _storage.AppendAsync(append, cancellationToken);

    public ValueTask<StorePage> ReadAsync(StoreRead read, CancellationToken cancellationToken) => _storage.ReadAsync(read, cancellationToken);

    public ValueTask<IReadOnlyList<FeedHead>> GetHeadsAsync(IReadOnlyList<string> feeds, CancellationToken cancellationToken) => _storage.GetHeadsAsync(feeds, cancellationToken);

    public ValueTask<TrimResult> TrimAsync(StoreTrim trim, CancellationToken cancellationToken) => _storage.TrimAsync(trim, cancellationToken);

    public ValueTask<IReadOnlyList<CursorKey>> GetCursorKeysAsync(CancellationToken cancellationToken) => _storage.GetCursorKeysAsync(cancellationToken);

    private static IEventFeedStore Make()
    {
        var services = new ServiceCollection();
        services.AddEventFeed().UseInMemory();
        return services.BuildServiceProvider().GetRequiredService<IEventFeedStore>();
    }
}
