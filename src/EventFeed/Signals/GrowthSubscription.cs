namespace Investigations.EventFeed;

/// <summary>An application's interest in feeds that grow, until it is disposed.</summary>
internal sealed class GrowthSubscription : IDisposable
{
    private readonly FeedWatchers _watchers;
    private readonly Action<string> _grown;

    public GrowthSubscription(FeedWatchers watchers, Action<string> grown)
    {
        (_watchers, _grown) = (watchers, grown);
        _watchers.Woken += _grown;
    }

    public void Dispose() => _watchers.Woken -= _grown;
}
