using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Tests;

/// <summary>Adds up what one host's meter records, by instrument and tags.</summary>
internal sealed class MeterRecorder : IDisposable
{
    private readonly Dictionary<string, double> _sums = [];
    private readonly List<string> _instruments = [];
    private readonly MeterListener _listener = new();

    public MeterRecorder(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == EventFeedMetrics.MeterName)
            {
                _instruments.Add(instrument.Name);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IEnumerable<string> Instruments => _instruments.Order(StringComparer.Ordinal);

    /// <summary>The sum under a name without its common beginning, and its tags: <c>appended outcome=duplicate</c>.</summary>
    public double this[string key]
    {
        get
        {
            lock (_sums)
            {
                return _sums.GetValueOrDefault($"investigations.event_feed.{key}");
            }
        }
    }

    public string[] Keys
    {
        get
        {
            lock (_sums)
            {
                return [.. _sums.Keys];
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}")]);
        lock (_sums)
        {
            _sums[key] = _sums.GetValueOrDefault(key) + value;
        }
    }
}
