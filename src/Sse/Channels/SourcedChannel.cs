using System.Net.ServerSentEvents;

namespace Investigations.Sse;

internal sealed class SourcedChannel<TKey, T>(TKey key, ISseSource<TKey, T> source, SseChannels<TKey, T> channels) : SseChannel<TKey, T>(key, channels)
    where TKey : notnull
{
    private readonly SourcedCore _core = new(
        channels.Engine, channels.Settings, new SourceReader<TKey, T>(key, source, channels.Encoders, channels.Engine, channels.Replays));

    public override ChannelCore Core => _core;

    public override void Publish(SseItem<T> item) =>
        throw new InvalidOperationException("This channel's events are its source's. Add them there, then call Wake().");

    public override void Wake() => Channels.Wake(Key);

    public void WakeCore() => _core.Wake();
}
