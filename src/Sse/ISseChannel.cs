using System.Net.ServerSentEvents;

namespace Investigations.Sse;

/// <summary>One sequence of events that any number of streams follow. All members may be called at any time from any thread and return at once.</summary>
/// <typeparam name="T">The events' data.</typeparam>
public interface ISseChannel<T>
{
    /// <summary>How many streams follow the channel in this process.</summary>
    int SubscriberCount { get; }

    /// <summary>Encodes an event once and hands it to every stream. The channel gives it its id.</summary>
    /// <param name="item">The event; its <see cref="SseItem{T}.EventId"/> must be <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The channel has a source; see <see cref="Wake"/>.</exception>
    /// <exception cref="ArgumentException">The event has an id, or its type contains CR, LF or NUL.</exception>
    void Publish(SseItem<T> item);

    /// <summary>Says that the channel's source has something new, so that it is read at once rather than at the next poll. Nothing for a channel without a source.</summary>
    void Wake();
}
