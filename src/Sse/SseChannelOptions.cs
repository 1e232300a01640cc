using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse;

/// <summary>How the channels of one kind work. Validated when the host starts.</summary>
/// <typeparam name="TKey">What names a channel.</typeparam>
/// <typeparam name="T">The events' data.</typeparam>
public sealed class SseChannelOptions<TKey, T>
    where TKey : notnull
{
    /// <summary>How many events a channel keeps for streams that resume or fall behind: 1 to 1 048 576. 1 024 unless set. Room is taken as events come.</summary>
    public int ReplayCapacity { get; set; } = 1024;

    /// <summary>How many bytes of encoded events a channel keeps at most, though always the newest event: 1 or more. 1 MiB unless set.</summary>
    public long ReplayBytes { get; set; } = 1024 * 1024;

    /// <summary>The window in which events are joined into one write: 0 to 10 s; <see langword="null"/>, the default, takes <see cref="SseOptions.CoalesceWindow"/>.</summary>
    public TimeSpan? CoalesceWindow { get; set; }

    /// <summary>How often the source of a channel that someone watches is read: 50 ms to 60 s; <see langword="null"/>, the default, takes <see cref="SseOptions.PollInterval"/>.</summary>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>How many events a read of the source asks for: 1 to 10 000. 100 unless set.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>How many streams page through history at the same time, over all channels of this kind: 1 or more. The others wait their turn; live streams are not held up. 16 unless set.</summary>
    public int MaxConcurrentReplays { get; set; } = 16;

    /// <summary>How long a channel without streams and without new events is kept: 0 or more. 5 minutes unless set.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many streams may follow one channel, 1 or more; <see langword="null"/>, the default, for no limit but <see cref="SseOptions.MaxConnections"/>.</summary>
    public int? MaxSubscribers { get; set; }

    /// <summary>How data is written as JSON; <see langword="null"/>, the default, takes the application's JSON options. Not used for text and bytes, which are written as they are.</summary>
    public JsonTypeInfo<T>? JsonTypeInfo { get; set; }

    /// <summary>How keys are compared; <see langword="null"/> for the default of their type.</summary>
    public IEqualityComparer<TKey>? KeyComparer { get; set; }

    internal Func<IServiceProvider, ISseSource<TKey, T>>? CreateSource { get; private set; }

    /// <summary>Gives the channels a source: the service of that type, or an instance made with the application's services. It is one for all and lives as long as the application.</summary>
    /// <typeparam name="TSource">The source.</typeparam>
    public SseChannelOptions<TKey, T> Source<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, ISseSource<TKey, T> =>
        Source(static services => ActivatorUtilities.GetServiceOrCreateInstance<TSource>(services));

    /// <summary>Gives the channels a source. It is one for all and lives as long as the application.</summary>
    /// <param name="create">Makes the source from the application's services.</param>
    public SseChannelOptions<TKey, T> Source(Func<IServiceProvider, ISseSource<TKey, T>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        CreateSource = create;
        return this;
    }
}
