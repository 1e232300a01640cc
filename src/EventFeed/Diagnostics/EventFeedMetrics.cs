using System.Diagnostics.Metrics;

namespace Investigations.EventFeed;

/// <summary>The instruments of the meter <c>Investigations.EventFeed</c>.</summary>
internal sealed class EventFeedMetrics
{
    public const string MeterName = "Investigations.EventFeed";

    private readonly Counter<long> _appended;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _read;
    private readonly Counter<long> _notModified;
    private readonly Counter<long> _cursorsRefused;
    private readonly Counter<long> _headsPolled;
    private readonly Counter<long> _trimmed;
    private readonly UpDownCounter<long> _waiters;
    private readonly Histogram<double> _clockBehind;

    public EventFeedMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _appended = meter.CreateCounter<long>("investigations.event_feed.appended", "{event}", "Events sent to be appended, by outcome.");
        _pages = meter.CreateCounter<long>("investigations.event_feed.pages", "{page}", "Pages read from the store.");
        _read = meter.CreateCounter<long>("investigations.event_feed.read", "{event}", "Events read from the store.");
        _notModified = meter.CreateCounter<long>("investigations.event_feed.not_modified", "{response}", "Requests answered with 304.");
        _cursorsRefused = meter.CreateCounter<long>("investigations.event_feed.cursors.refused", "{cursor}", "Cursors refused, by reason.");
        _headsPolled = meter.CreateCounter<long>("investigations.event_feed.heads.polled", "{head}", "Heads read by the poller.");
        _trimmed = meter.CreateCounter<long>("investigations.event_feed.trimmed", "{event}", "Events removed by trims.");
        _waiters = meter.CreateUpDownCounter<long>("investigations.event_feed.waiters", "{waiter}", "Long polls and tails at present.");
        _clockBehind = meter.CreateHistogram<double>("investigations.event_feed.clock.behind", "ms", "How far the clock was behind a feed's last event.");
    }

    public void Appended(IReadOnlyList<AppendResult> results)
    {
        if (!_appended.Enabled)
        {
            return;
        }

        Span<long> counts = stackalloc long[3];
        foreach (var result in results)
        {
            counts[(int)result.Outcome]++;
        }

        Add(counts[0], "appended");
        Add(counts[1], "duplicate");
        Add(counts[2], "conflict");
    }

    public void PageRead(int events)
    {
        _pages.Add(1);
        _read.Add(events);
    }

    public void NotModified() => _notModified.Add(1);

    public void CursorRefused(FeedCursorReason reason) => _cursorsRefused.Add(1, new KeyValuePair<string, object?>("reason", reason switch
    {
        FeedCursorReason.Expired => "expired",
        FeedCursorReason.Trimmed => "trimmed",
        FeedCursorReason.Reset => "reset",
        _ => "invalid",
    }));

    public void HeadsPolled(int count) => _headsPolled.Add(count);

    public void Trimmed(long count) => _trimmed.Add(count);

    public void WaiterCame() => _waiters.Add(1);

    public void WaiterLeft() => _waiters.Add(-1);

    public void ClockBehind(long ms) => _clockBehind.Record(ms);

    private void Add(long count, string outcome)
    {
        if (count > 0)
        {
            _appended.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
