using System.Diagnostics.Metrics;
using Investigations.Testing;

namespace Investigations.EventFeed.PostgreSql.Tests;

public sealed class MetricsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Commits_AreMeasuredWithoutTags()
    {
        await using var node = new PostgresNode(await postgres.CreateDatabaseAsync());
        var meters = node.Get<IMeterFactory>();
        _ = node.Get<PostgreSqlMetrics>();
        var (names, events, seconds) = (new List<string>(), 0, 0d);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, source) =>
        {
            if (instrument.Meter.Name == PostgreSqlMetrics.MeterName && instrument.Meter.Scope == meters)
            {
                names.Add($"{instrument.Name} {instrument.Unit}");
                source.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => events += tags.Length == 0 ? value : 1000);
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seconds += tags.Length == 0 ? value : 1000);
        listener.Start();
        await node.Feed.AppendAsync("f", Feeds.Events(3), Feeds.Cancellation);

        Assert.Equal(
            [
                "investigations.event_feed.postgresql.commit.duration s", "investigations.event_feed.postgresql.commit.events {event}",
                "investigations.event_feed.postgresql.notifications.received {notification}", "investigations.event_feed.postgresql.notifications.sent {notification}",
                "investigations.event_feed.postgresql.retries {retry}",
            ],
            names.Order(StringComparer.Ordinal));
        Assert.Equal(3, events);
        Assert.InRange(seconds, double.Epsilon, 999);
    }
}
