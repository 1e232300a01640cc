using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Investigations.Sse;

/// <summary>
/// Results that answer a request with a stream, from minimal APIs and controllers alike. Data that is text or bytes
/// (<see cref="string"/>, <see cref="byte"/>[], <see cref="ReadOnlyMemory{T}"/> of bytes, taken as UTF-8) is sent as it is, a line
/// of the stream for each of its own; <see langword="null"/> is empty data; anything else is sent as compact JSON by the
/// application's JSON options or the given type information.
/// </summary>
public static class SseResults
{
    /// <summary>Streams items as events without an id.</summary>
    /// <typeparam name="T">The items' data.</typeparam>
    /// <param name="source">The items. Its enumerator is given a token that is cancelled when the stream ends.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is an <see cref="SseItem{T}"/>.</exception>
    public static SseStreamResult<T> Stream<T>(IAsyncEnumerable<T> source, Action<SseStreamOptions>? configure = null) =>
        Stream(source, static _ => null, configure);

    /// <inheritdoc cref="Stream{T}(IAsyncEnumerable{T}, Action{SseStreamOptions}?)"/>
    /// <param name="source">The items.</param>
    /// <param name="jsonTypeInfo">How an item's data is written.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(IAsyncEnumerable<T> source, JsonTypeInfo<T> jsonTypeInfo, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        return new SseStreamResult<T>((_, token) => Items(source, static _ => null, token), jsonTypeInfo, configure);
    }

    /// <summary>Streams items as events of a type that each item decides.</summary>
    /// <typeparam name="T">The items' data.</typeparam>
    /// <param name="source">The items.</param>
    /// <param name="eventType">An item's event type, without CR, LF and NUL; <see langword="null"/> for none.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(IAsyncEnumerable<T> source, Func<T, string?> eventType, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventType);
        return new SseStreamResult<T>((_, token) => Items(source, eventType, token), typeInfo: null, configure);
    }

    /// <inheritdoc cref="Stream{T}(IAsyncEnumerable{T}, Func{T, string?}, Action{SseStreamOptions}?)"/>
    /// <param name="source">The items.</param>
    /// <param name="eventType">An item's event type.</param>
    /// <param name="jsonTypeInfo">How an item's data is written.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(
        IAsyncEnumerable<T> source, Func<T, string?> eventType, JsonTypeInfo<T> jsonTypeInfo, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventType);
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        return new SseStreamResult<T>((_, token) => Items(source, eventType, token), jsonTypeInfo, configure);
    }

    /// <summary>Streams events.</summary>
    /// <typeparam name="T">The events' data.</typeparam>
    /// <param name="source">The events. Ids are at most 256 bytes, ids and types without CR, LF and NUL.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(IAsyncEnumerable<SseItem<T>> source, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SseStreamResult<T>((_, _) => source, typeInfo: null, configure);
    }

    /// <inheritdoc cref="Stream{T}(IAsyncEnumerable{SseItem{T}}, Action{SseStreamOptions}?)"/>
    /// <param name="source">The events.</param>
    /// <param name="jsonTypeInfo">How an event's data is written.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(IAsyncEnumerable<SseItem<T>> source, JsonTypeInfo<T> jsonTypeInfo, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        return new SseStreamResult<T>((_, _) => source, jsonTypeInfo, configure);
    }

    /// <summary>Streams events from where the client left off.</summary>
    /// <typeparam name="T">The events' data.</typeparam>
    /// <param name="source">
    /// The events after an id, which is the last the client has had, or <see langword="null"/> for all. The id is what the client
    /// sent, up to 256 bytes and unchecked. The token is cancelled when the stream ends. May throw <see cref="SseResetException"/>.
    /// </param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(
        Func<string?, CancellationToken, IAsyncEnumerable<SseItem<T>>> source, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SseStreamResult<T>(source, typeInfo: null, configure);
    }

    /// <inheritdoc cref="Stream{T}(Func{string?, CancellationToken, IAsyncEnumerable{SseItem{T}}}, Action{SseStreamOptions}?)"/>
    /// <param name="source">The events after an id.</param>
    /// <param name="jsonTypeInfo">How an event's data is written.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseStreamResult<T> Stream<T>(
        Func<string?, CancellationToken, IAsyncEnumerable<SseItem<T>>> source, JsonTypeInfo<T> jsonTypeInfo, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        return new SseStreamResult<T>(source, jsonTypeInfo, configure);
    }

    /// <summary>Follows a channel.</summary>
    /// <typeparam name="TKey">What names the channel.</typeparam>
    /// <typeparam name="T">The events' data.</typeparam>
    /// <param name="key">The channel's key.</param>
    /// <param name="configure">Sets what holds for this stream alone.</param>
    public static SseChannelResult<TKey, T> Channel<TKey, T>(TKey key, Action<SseStreamOptions>? configure = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        return new SseChannelResult<TKey, T>(key, configure);
    }

    private static async IAsyncEnumerable<SseItem<T>> Items<T>(
        IAsyncEnumerable<T> source, Func<T, string?> eventType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new SseItem<T>(item, eventType(item));
        }
    }
}
