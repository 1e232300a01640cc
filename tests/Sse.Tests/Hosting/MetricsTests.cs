using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class MetricsTests
{
    private readonly ConcurrentDictionary<string, double> _sums = new();

    [Fact]
    public async Task Streams_AreCounted()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddSse(o => o.MaxConnections = 1).AddSseChannels<string, string>(), app => app.MapSse("/", "a"));
        using var listener = Listen(host);
        using (var client = await host.OpenAsync("/", ("Last-Event-ID", "unknown")))
        {
            Assert.Equal("reset", (await client.ReadAsync())!.Type);
            using var rejected = await host.OpenAsync("/");
            await rejected.ReadToEndAsync();
            Assert.Equal(1, Sum("investigations.sse.connections"));
            host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a").Publish(new SseItem<string>("x"));
            await client.ReadAsync();
        }

        await Eventually.IsTrue(() => Sum("investigations.sse.connections") == 0, "the stream is closed");
        await Eventually.IsTrue(() => Sum("investigations.sse.connection.duration[client_gone]") > 0, "its duration is recorded");
        Assert.Equal(1, Sum("investigations.sse.events"));
        Assert.True(Sum("investigations.sse.bytes") > 60);
        Assert.Equal(1, Sum("investigations.sse.rejected[too_many_streams]"));
        Assert.Equal(1, Sum("investigations.sse.resets[channel]"));
        Assert.Equal(1, Sum("investigations.sse.channels"));
    }

    [Fact]
    public async Task SourceReads_AreCountedByPurposeAndOutcome()
    {
        var source = new ListSource();
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(c => c.Source(_ => source)), app => app.MapSse("/", "a"));
        using var listener = Listen(host);
        using var client = await host.OpenAsync("/");
        source.Add(1);
        await client.ReadAsync();
        Assert.Equal(1, Sum("investigations.sse.source.reads[replay,ok]"));
        Assert.True(Sum("investigations.sse.source.reads[poll,ok]") >= 1);
        source.BeforeRead = _ => throw new InvalidDataException();
        await Eventually.IsTrue(() => Sum("investigations.sse.source.reads[poll,failed]") >= 1, "a failure is counted");
    }

    [Fact]
    public async Task Events_OfASourceThatFailsAfterThem_AreCounted()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.FailAfter(3), o => o.ErrorEventType = "failure")));
        using var listener = Listen(host);
        using var client = await host.OpenAsync("/");
        Assert.Equal(4, (await client.ReadToEndAsync()).Count);
        Assert.Equal(3, Sum("investigations.sse.events"));
    }

    private double Sum(string name) => _sums.GetValueOrDefault(name);

    private MeterListener Listen(TestHost host)
    {
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SseMetrics.MeterName && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        listener.Start();
        return listener;
    }

    private void Take(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<object?>();
        foreach (var (_, tag) in tags)
        {
            values.Add(tag);
        }

        _sums.AddOrUpdate(values.Count == 0 ? name : $"{name}[{string.Join(',', values)}]", value, (_, sum) => sum + value);
    }
}
