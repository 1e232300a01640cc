using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.Tests;

public sealed class MetricsTests
{
    [Theory]
    [InlineData("PATCH", "If-Match: 3", "proceed")]
    [InlineData("PATCH", "X-None: 1", "missing")]
    [InlineData("PATCH", "If-Match: broken", "malformed")]
    [InlineData("PATCH", "If-Match: 2", "conflict")]
    [InlineData("GET", "If-None-Match: \"3\"", "not_modified")]
    [InlineData("GET", "If-Match: \"2\"", "failed")]
    [InlineData("GET", "X-None: 1", "proceed")]
    public async Task Request_ToAGuardedEndpoint_IsCountedByItsOutcome(string method, string header, string outcome)
    {
        await using var app = await DocumentApi.StartAsync();
        using var measured = new Measurements(app.Services);

        await app.SendBodyAsync(method, "/documents/1", """{"title":"new"}""", header);
        await app.StopAsync();

        Assert.Equal([outcome], measured.Tags("investigations.concurrency.preconditions"));
        Assert.Equal(1, measured.Count("investigations.concurrency.check.duration"));
    }

    [Fact]
    public async Task NoSuchResource_IsCounted()
    {
        await using var app = await DocumentApi.StartAsync();
        using var measured = new Measurements(app.Services);

        await app.SendBodyAsync("PATCH", "/documents/2", "{}", "If-Match: 3");
        await app.StopAsync();

        Assert.Equal(["not_found"], measured.Tags("investigations.concurrency.preconditions"));
    }

    [Fact]
    public async Task RaceLostAfterTheCheck_IsCountedToo()
    {
        await using var app = await DocumentApi.StartAsync();
        using var measured = new Measurements(app.Services);
        app.Documents().BeforeWrite = () => app.Documents()["1"] = new("1", "theirs", 4);

        await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", "If-Match: 3");
        await app.StopAsync();

        Assert.Equal(["proceed", "lost_race"], measured.Tags("investigations.concurrency.preconditions"));
    }

    [Fact]
    public async Task VersionReads_CacheAndSource_AreToldApart()
    {
        await using var app = await DocumentApi.StartAsync(configure: o => o.VersionCacheTtl = TimeSpan.FromHours(1));
        using var measured = new Measurements(app.Services);

        await app.SendAsync("GET", "/documents/1", "If-None-Match: \"3\"");
        await app.SendAsync("GET", "/documents/1", "If-None-Match: \"3\"");
        await app.StopAsync();

        Assert.Equal(["source", "cache"], measured.Tags("investigations.concurrency.version_reads"));
    }

    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Instrument, object? Tag)> _measured = new();

        public Measurements(IServiceProvider services)
        {
            var factory = services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter is { Name: "Investigations.Concurrency" } meter && meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _measured.Enqueue((instrument.Name, tags[0].Value)));
            _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => _measured.Enqueue((instrument.Name, null)));
            _listener.Start();
        }

        public IEnumerable<object?> Tags(string instrument) => _measured.Where(m => m.Instrument == instrument).Select(m => m.Tag);

        public int Count(string instrument) => _measured.Count(m => m.Instrument == instrument);

        public void Dispose() => _listener.Dispose();
    }
}
