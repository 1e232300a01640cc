namespace Investigations.EventFeed;

/// <summary>Tells those who wait that a feed has grown. A store calls it after a commit it learns of; who forgets costs half a poll interval.</summary>
public interface IFeedWakeup
{
    /// <summary>Wakes the waiters of a feed. Does not block and does not throw.</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="sequence">The position of its last event, as far as known.</param>
    void Wake(string feed, long sequence);
}
