using System.Net.ServerSentEvents;

namespace Investigations.Sse;

internal sealed class PushedChannel<TKey, T>(TKey key, SseChannels<TKey, T> channels) : SseChannel<TKey, T>(key, channels)
    where TKey : notnull
{
    private readonly PushedCore _core = new(channels.Engine, channels.Settings);

    public override ChannelCore Core => _core;

    public override void Publish(SseItem<T> item)
    {
        if (item.EventId is not null)
        {
            throw new ArgumentException("A pushed channel gives its events their ids. Publish without one.", nameof(item));
        }

        var encoder = Channels.Encoders.Take();
        try
        {
            var body = encoder.EncodeBody(item).Span;
            var core = _core;
            while (!core.TryPublish(body))
            {
                core = (PushedCore)Channels.Channel(Key).Core;
            }
        }
        finally
        {
            Channels.Encoders.Return(encoder);
        }
    }

    public override void Wake()
    {
    }
}
