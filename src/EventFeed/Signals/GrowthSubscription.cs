using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed;

/// <summary>
/// An application's interest in feeds that grow, until it is disposed. What its callback throws is its own affair: the events are stored by then,
/// so neither who appended nor anyone else who is told may meet it.
/// </summary>
internal sealed class GrowthSubscription : IDisposable
{
    private readonly FeedWatchers _watchers;
    private readonly Action<string> _grown;
    private readonly ILogger _logger;

    public GrowthSubscription(FeedWatchers watchers, Action<string> grown, ILogger logger)
    {
        (_watchers, _grown, _logger) = (watchers, grown, logger);
        _watchers.Woken += Tell;
    }

    public void Dispose() => _watchers.Woken -= Tell;

    private void Tell(string feed)
    {
        try
        {
            _grown(feed);
        }
#pragma warning disable CA1031 // Whatever it is, it is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.GrowthCallbackFailed(_logger, exception, feed);
        }
    }
}
