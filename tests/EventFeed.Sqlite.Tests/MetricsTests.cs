using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Commits_AreMeasuredWithoutTags()
    {
        using var file = new TempFile();
        await using var node = new SqliteNode(file.Path);
        var meters = node.Services.GetRequiredService<IMeterFactory>();
        _ = node.Database;
        var (names, writes, seconds) = (new List<string>(), 0, 0d);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, source) =>
        {
            if (instrument.Meter.Name == SqliteMetrics.MeterName && instrument.Meter.Scope == meters)
            {
                names.Add($"{instrument.Name} {instrument.Unit}");
                source.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => writes += tags.Length == 0 ? value : 1000);
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seconds += tags.Length == 0 ? value : 1000);
        listener.Start();
        await node.Feed.AppendAsync("a", Sample.Events(3), TestContext.Current.CancellationToken);
        await node.DisposeAsync();

        Assert.Equal(["investigations.event_feed.sqlite.commit.duration s", "investigations.event_feed.sqlite.commit.writes {write}"], names.Order(StringComparer.Ordinal));
        Assert.Equal(1, writes);
        Assert.InRange(seconds, double.Epsilon, 999);
    }

    [Fact]
    public async Task Commit_ThatFailed_IsNone()
    {
        using var file = new TempFile();
        await using var node = new SqliteNode(file.Path);
        await node.Feed.AppendAsync("a", Sample.Events(1), TestContext.Current.CancellationToken);
        var commits = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, source) =>
        {
            if (instrument.Name == "investigations.event_feed.sqlite.commit.writes" && instrument.Meter.Scope == node.Services.GetRequiredService<IMeterFactory>())
            {
                source.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => commits++);
        listener.Start();

        await Assert.ThrowsAsync<InvalidDataException>(async () => await node.Database.WriteAsync<int>(static _ => throw new InvalidDataException(), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await node.Database.WriteAsync(
            static transaction =>
            {
                transaction.Rollback();
                return 0;
            }, TestContext.Current.CancellationToken));
        await node.DisposeAsync();

        Assert.Equal(0, commits);
    }
}
