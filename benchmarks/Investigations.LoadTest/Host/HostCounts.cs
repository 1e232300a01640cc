using System.Diagnostics.Metrics;

namespace Investigations.LoadTest;

/// <summary>Counts what reaches the database: by the driver's metrics, and by those of the packages.</summary>
internal sealed class HostCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commands;
    private long _pages;
    private long _heads;

    public HostCounts()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "db.client.operation.duration" or "investigations.event_feed.pages" or "investigations.event_feed.heads.polled")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _commands));
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    public override string ToString() => $"{_commands} {_pages} {_heads}";

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == "investigations.event_feed.pages")
        {
            Interlocked.Add(ref _pages, value);
        }
        else
        {
            Interlocked.Add(ref _heads, value);
        }
    }
}
