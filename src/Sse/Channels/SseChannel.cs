using System.Net.ServerSentEvents;

namespace Investigations.Sse;

/// <summary>One key's channel, as the application holds it.</summary>
internal abstract class SseChannel<TKey, T>(TKey key, SseChannels<TKey, T> channels) : ISseChannel<T>, IDisposable
    where TKey : notnull
{
    public int SubscriberCount => channels.Count(key);

    public abstract ChannelCore Core { get; }

    protected SseChannels<TKey, T> Channels => channels;

    protected TKey Key => key;

    public abstract void Publish(SseItem<T> item);

    public abstract void Wake();

    public void Dispose() => Core.Dispose();
}
