namespace Investigations.Sse;

/// <summary>
/// Where a sourced channel reads its events. Reads must be repeatable (the events after an id never change, save for new ones
/// at the end) and see everything that any earlier read has seen.
/// </summary>
/// <typeparam name="TKey">What names a channel.</typeparam>
/// <typeparam name="T">The events' data.</typeparam>
public interface ISseSource<in TKey, T>
    where TKey : notnull
{
    /// <summary>Reads the events after an id, oldest first.</summary>
    /// <param name="key">The channel.</param>
    /// <param name="afterId">An event's id, a page's <see cref="SseSourcePage{T}.Position"/>, text that a client presented (up to 256 bytes, unchecked), or <see langword="null"/> for the beginning.</param>
    /// <param name="limit">How many events at most.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    /// <exception cref="SseResetException">The id cannot be resumed from. Any other exception is logged and the read tried again later.</exception>
    ValueTask<SseSourcePage<T>> ReadAsync(TKey key, string? afterId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The position after the newest event, for <see cref="SseStart.End"/>; <see langword="null"/> where there is no event yet.
    /// The default reads all pages, which is right for any source but slow for a long one.
    /// </summary>
    /// <param name="key">The channel.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    async ValueTask<string?> GetEndAsync(TKey key, CancellationToken cancellationToken)
    {
        string? position = null;
        while (true)
        {
            var page = await ReadAsync(key, position, 1000, cancellationToken);
            position = page.PositionAfter(position);
            if (!page.HasMore)
            {
                return position;
            }
        }
    }
}
