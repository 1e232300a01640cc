namespace Investigations.EventFeed;

/// <summary>
/// Tells an application of feeds that have grown, so that it can forget what it has cached of them, or wake who waits elsewhere.
/// </summary>
/// <remarks>
/// An append of this process is told after its commit and before the call that made it returns; one of another process when the store
/// hears of it, which SQLite does not and PostgreSQL does within milliseconds, but not while its listening connection is lost. So a
/// signal makes things fast; what has to be right looks at the store from time to time as well.
/// </remarks>
public interface IFeedSignals
{
    /// <summary>Calls back for each signal, until what is returned is disposed.</summary>
    /// <param name="grown">
    /// Gets the feed's name. It must be quick, because who appended waits for it; what it throws is logged and goes no further. Calls may come at the
    /// same time.
    /// </param>
    IDisposable OnGrown(Action<string> grown);
}
