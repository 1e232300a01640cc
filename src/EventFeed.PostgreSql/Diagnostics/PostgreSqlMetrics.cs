using System.Diagnostics.Metrics;

namespace Investigations.EventFeed.PostgreSql;

/// <summary>The instruments of the meter <c>Investigations.EventFeed.PostgreSql</c>.</summary>
internal sealed class PostgreSqlMetrics
{
    public const string MeterName = "Investigations.EventFeed.PostgreSql";

    private readonly TimeProvider _time;
    private readonly Histogram<int> _events;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _notified;
    private readonly Counter<long> _heard;

    public PostgreSqlMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(MeterName);
        _events = meter.CreateHistogram<int>("investigations.event_feed.postgresql.commit.events", "{event}", "Events that shared one commit.");
        _duration = meter.CreateHistogram<double>("investigations.event_feed.postgresql.commit.duration", "s", "One append, from its connection to the end of its commit.");
        _retries = meter.CreateCounter<long>("investigations.event_feed.postgresql.retries", "{retry}", "Calls of the server that were tried again.");
        _notified = meter.CreateCounter<long>("investigations.event_feed.postgresql.notifications.sent", "{notification}", "Notifications sent to other nodes.");
        _heard = meter.CreateCounter<long>("investigations.event_feed.postgresql.notifications.received", "{notification}", "Notifications of other nodes.");
    }

    public long Start() => _time.GetTimestamp();

    public void Committed(int events, long started)
    {
        _events.Record(events);
        _duration.Record(_time.GetElapsedTime(started).TotalSeconds);
    }

    public void Retried() => _retries.Add(1);

    public void Notified(int count) => _notified.Add(count);

    public void Heard() => _heard.Add(1);
}
