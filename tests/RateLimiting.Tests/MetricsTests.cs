using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.Tests;

public class MetricsTests
{
    [Fact]
    public async Task Checks_OfAllOutcomes_AreCountedByPolicyAndOutcomeOnly()
    {
        var counts = new ConcurrentDictionary<string, long>();
        await using var host = await TestHost.StartAsync(static o => o.Default.PermitLimit = 41);
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == RateLimitMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counts.AddOrUpdate($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(static t => $"{t.Key}={t.Value}"))}", value, (_, sum) => sum + value));
        listener.Start();

        await host.StatusesAsync(45, user: "alice");
        listener.RecordObservableInstruments();

        Assert.Equal(41, counts["investigations.rate_limiting.checks policy=default outcome=allowed"]);
        Assert.Equal(1, counts["investigations.rate_limiting.checks policy=default outcome=violation"]);
        Assert.Equal(3, counts["investigations.rate_limiting.checks policy=default outcome=blocked"]);
        Assert.Equal(1, counts["investigations.rate_limiting.violations policy=default"]);
        Assert.Equal(1, counts["investigations.rate_limiting.tracked_keys "]);
        Assert.DoesNotContain(counts.Keys, static k => k.Contains("alice", StringComparison.Ordinal));
    }
}
