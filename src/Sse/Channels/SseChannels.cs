using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>The channels of one kind.</summary>
internal sealed class SseChannels<TKey, T> : ISseChannels<TKey, T>, IDisposable
    where TKey : notnull
{
    private const long SweepPeriod = 1000;

    private readonly ConcurrentDictionary<TKey, SseChannel<TKey, T>> _channels;
    private readonly Func<TKey, SseChannel<TKey, T>> _create;
    private readonly SseTicker _ticker;
    private readonly long _idleTimeout;
    private long _nextSweep;

    public SseChannels(IOptions<SseChannelOptions<TKey, T>> options, SseEngine engine, SseTicker ticker, IServiceProvider services)
    {
        var value = options.Value;
        Engine = engine;
        Settings = ChannelSettings.Of(value, engine.Options);
        Encoders = new SpareEncoder<T>(value.JsonTypeInfo, engine.Json);
        Replays = new SemaphoreSlim(value.MaxConcurrentReplays);
        IsSourced = value.CreateSource is not null;
        _channels = new ConcurrentDictionary<TKey, SseChannel<TKey, T>>(value.KeyComparer);
        _idleTimeout = SseClock.Milliseconds(value.IdleTimeout);
        _ticker = ticker;
        var source = value.CreateSource?.Invoke(services);
        _create = source is null ? key => new PushedChannel<TKey, T>(key, this) : key => new SourcedChannel<TKey, T>(key, source, this);
        ticker.OnTick(Sweep);
    }

    public SseEngine Engine { get; }

    public ChannelSettings Settings { get; }

    public SpareEncoder<T> Encoders { get; }

    public SemaphoreSlim Replays { get; }

    public bool IsSourced { get; }

    public ISseChannel<T> Get(TKey key) => Channel(key);

    public void Wake(TKey key)
    {
        if (_channels.TryGetValue(key, out var channel) && channel is SourcedChannel<TKey, T> sourced)
        {
            sourced.WakeCore();
        }
    }

    public int Count(TKey key) => _channels.TryGetValue(key, out var channel) ? channel.Core.Count : 0;

    public SseChannel<TKey, T> Channel(TKey key)
    {
        if (_channels.TryGetValue(key, out var channel))
        {
            if (!channel.Core.IsRetired)
            {
                return channel;
            }

            _channels.TryRemove(new KeyValuePair<TKey, SseChannel<TKey, T>>(key, channel));
        }

        var made = _create(key);
        channel = _channels.GetOrAdd(key, made);
        if (!ReferenceEquals(channel, made))
        {
            made.Core.Dispose();
            return channel;
        }

        Engine.Metrics.ChannelMade();
        _ticker.Enter();
        return channel;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Core.Dispose();
        }

        Replays.Dispose();
    }

    /// <summary>A channel is marked before it is taken out, by whoever comes first: nobody publishes to one that streams cannot find.</summary>
    private void Sweep(long now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepPeriod;
        foreach (var (key, channel) in _channels)
        {
            if (channel.Core.TryRetire(now, _idleTimeout))
            {
                _channels.TryRemove(new KeyValuePair<TKey, SseChannel<TKey, T>>(key, channel));
                Engine.Metrics.ChannelDropped();
                _ticker.Leave();
            }
        }
    }
}
