using System.Diagnostics.Metrics;

namespace Investigations.Concurrency;

/// <summary>The instruments of meter <c>Investigations.Concurrency</c>.</summary>
internal sealed class ConcurrencyMetrics
{
    public const string MeterName = "Investigations.Concurrency";

    private readonly TimeProvider _time;
    private readonly Counter<long> _preconditions;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _reads;

    public ConcurrencyMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        var meter = factory.Create(MeterName);
        _preconditions = meter.CreateCounter<long>(
            "investigations.concurrency.preconditions", "{request}", "Requests to protected or conditional endpoints, by what their preconditions came to.");
        _duration = meter.CreateHistogram<double>(
            "investigations.concurrency.check.duration", "s", "Time that the check before the handler took.",
            advice: new() { HistogramBucketBoundaries = [0.000_01, 0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1] });
        _reads = meter.CreateCounter<long>(
            "investigations.concurrency.version_reads", "{read}", "Versions that were looked up, by where they came from.");
    }

    /// <summary>The moment that <see cref="Checked"/> measures from; 0 when nobody listens.</summary>
    public long Start() => _duration.Enabled ? _time.GetTimestamp() : 0;

    public void Checked(Outcome outcome, long startedAt)
    {
        _preconditions.Add(1, new KeyValuePair<string, object?>("outcome", Name(outcome)));
        if (startedAt != 0)
        {
            _duration.Record(_time.GetElapsedTime(startedAt).TotalSeconds);
        }
    }

    public void LostRace() => _preconditions.Add(1, new KeyValuePair<string, object?>("outcome", "lost_race"));

    public void Repeated() => _preconditions.Add(1, new KeyValuePair<string, object?>("outcome", "repeated"));

    public void VersionRead(bool fromCache) => _reads.Add(1, new KeyValuePair<string, object?>("from", fromCache ? "cache" : "source"));

    private static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Proceed => "proceed",
        Outcome.NotModified => "not_modified",
        Outcome.Missing => "missing",
        Outcome.Malformed => "malformed",
        Outcome.NotFound => "not_found",
        Outcome.Conflict => "conflict",
        _ => "failed",
    };
}
