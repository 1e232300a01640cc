using System.Net.ServerSentEvents;

namespace Investigations.Sse;

/// <summary>Events that follow one another in a source.</summary>
/// <typeparam name="T">The events' data.</typeparam>
/// <param name="items">The events, oldest first, each with an id of its own of 1 to 256 bytes without CR, LF and NUL.</param>
public sealed class SseSourcePage<T>(IReadOnlyList<SseItem<T>> items)
{
    /// <summary>The events, oldest first.</summary>
    public IReadOnlyList<SseItem<T>> Items { get; } = items ?? throw new ArgumentNullException(nameof(items));

    /// <summary>
    /// From where to read on; <see langword="null"/> means from the last item, or from where this page was read if it has none.
    /// Lets a source that filters advance over what it leaves out.
    /// </summary>
    public string? Position { get; init; }

    /// <summary>Whether more events are there already. A page without items may have more after it only if its <see cref="Position"/> has moved.</summary>
    public bool HasMore { get; init; }

    /// <summary>
    /// Whether nothing will follow this page: streams end cleanly when they have sent it, and a client that comes back with the
    /// last id is answered 204, which stops an <c>EventSource</c>.
    /// </summary>
    public bool IsCompleted { get; init; }

    internal string? PositionAfter(string? before) => Position ?? (Items.Count > 0 ? Items[^1].EventId : before);
}
