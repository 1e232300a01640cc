using System.Diagnostics.Metrics;

namespace Investigations.EventFeed.Sqlite;

/// <summary>The instruments of the meter <c>Investigations.EventFeed.Sqlite</c>.</summary>
internal sealed class SqliteMetrics
{
    public const string MeterName = "Investigations.EventFeed.Sqlite";

    private readonly TimeProvider _time;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _duration;

    public SqliteMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(MeterName);
        _batch = meter.CreateHistogram<int>("investigations.event_feed.sqlite.commit.writes", "{write}", "Writes that shared one commit.");
        _duration = meter.CreateHistogram<double>("investigations.event_feed.sqlite.commit.duration", "s", "From the begin of a transaction to the end of its commit.");
    }

    public long Start() => _time.GetTimestamp();

    public void Committed(int writes, long started)
    {
        _batch.Record(writes);
        _duration.Record(_time.GetElapsedTime(started).TotalSeconds);
    }
}
