using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed.Sqlite.Tests;

public sealed class GroupCommitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConcurrentAppends_ShareCommits()
    {
        using var file = new TempFile();
        await using var node = new SqliteNode(file.Path);
        await node.Feed.AppendAsync("a", [Sample.Event()], Cancellation);
        var meters = node.Services.GetRequiredService<IMeterFactory>();
        var (commits, writes) = (0, 0);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, source) =>
        {
            if (instrument.Name == "investigations.event_feed.sqlite.commit.writes" && instrument.Meter.Scope == meters)
            {
                source.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => (commits, writes) = (commits + 1, writes + value));
        listener.Start();

        using var gate = new WriterGate();
        var blocker = gate.BlockAsync(node.Database);
        var appends = Enumerable.Range(0, 100).Select(i => node.Feed.AppendAsync("a", [Sample.Event($"e{i}")], Cancellation).AsTask()).ToArray();
        gate.Open();
        await Task.WhenAll([blocker, .. appends]);
        await node.DisposeAsync();
        Assert.Equal((2, 101), (commits, writes));
    }
}
