using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class MetricsTests
{
    [Theory]
    [InlineData(RateLimitStoreFailureMode.LocalFallback, "local")]
    [InlineData(RateLimitStoreFailureMode.FailOpen, "open")]
    [InlineData(RateLimitStoreFailureMode.FailClosed, "closed")]
    public async Task Checks_WithoutRedis_AreCountedByModeAndReason(RateLimitStoreFailureMode mode, string tag)
    {
        List<string> measured = [];
        using var listener = new MeterListener();
        await using var node = StoreUnderTest.Make("127.0.0.1:1,connectTimeout=200", o => (o.FailureMode, o.Timeout) = (mode, TimeSpan.FromMilliseconds(500)));
        var meters = node.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Investigations.RateLimiting.StackExchangeRedis" && instrument.Meter.Scope == meters)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Add($"{instrument.Name} {tags[0].Value}"));
        listener.Start();

        for (var i = 0; i < 10; i++)
        {
            await node.CheckAsync(Rules.Of(limit: 100));
        }

        Assert.Equal(10, measured.Count(m => m == $"investigations.rate_limiting.redis.fallbacks {tag}"));
        Assert.Equal(3, measured.Count(static m => m.StartsWith("investigations.rate_limiting.redis.failures ", StringComparison.Ordinal)));
    }
}
