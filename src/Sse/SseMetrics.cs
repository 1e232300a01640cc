using System.Diagnostics.Metrics;

namespace Investigations.Sse;

/// <summary>The package's instruments, on the meter <c>Investigations.Sse</c>.</summary>
internal sealed class SseMetrics
{
    public const string MeterName = "Investigations.Sse";

    private readonly UpDownCounter<long> _connections;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _events;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _resets;
    private readonly Counter<long> _reads;
    private readonly UpDownCounter<long> _channels;

    public SseMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _connections = meter.CreateUpDownCounter<long>("investigations.sse.connections", "{connection}", "Open streams.");
        _duration = meter.CreateHistogram<double>("investigations.sse.connection.duration", "s", "How long streams lasted, by why they ended.");
        _events = meter.CreateCounter<long>("investigations.sse.events", "{event}", "Events delivered.");
        _bytes = meter.CreateCounter<long>("investigations.sse.bytes", "By", "Bytes written to streams.");
        _rejected = meter.CreateCounter<long>("investigations.sse.rejected", "{request}", "Streams turned away, by why.");
        _resets = meter.CreateCounter<long>("investigations.sse.resets", "{reset}", "Streams that had to start over, by who decided it.");
        _reads = meter.CreateCounter<long>("investigations.sse.source.reads", "{read}", "Reads of channels' sources, by what for and how they ended.");
        _channels = meter.CreateUpDownCounter<long>("investigations.sse.channels", "{channel}", "Channels held in memory.");
    }

    public void Opened() => _connections.Add(1);

    public void Closed(EndReason reason, long milliseconds)
    {
        _connections.Add(-1);
        if (_duration.Enabled)
        {
            _duration.Record(milliseconds / 1000.0, new KeyValuePair<string, object?>("reason", reason.Tag()));
        }
    }

    public void Delivered(int events) => _events.Add(events);

    public void Wrote(long bytes) => _bytes.Add(bytes);

    public void Rejected(string reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Reset(bool bySource) => _resets.Add(1, new KeyValuePair<string, object?>("by", bySource ? "source" : "channel"));

    public void Read(bool isPoll, bool failed) => _reads.Add(
        1, new KeyValuePair<string, object?>("purpose", isPoll ? "poll" : "replay"), new KeyValuePair<string, object?>("outcome", failed ? "failed" : "ok"));

    public void ChannelMade() => _channels.Add(1);

    public void ChannelDropped() => _channels.Add(-1);
}
