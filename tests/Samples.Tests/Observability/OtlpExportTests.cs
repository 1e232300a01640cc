using System.Collections.Concurrent;
using System.Text;
using Investigations.Samples.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Investigations.Samples.Tests.Observability;

/// <summary>A collector that the host sends its metrics, traces and logs to when it is told of one.</summary>
public sealed class OtlpExportTests
{
    [Fact]
    public async Task Host_ToldOfACollector_SendsAllThreeSignalsAndNoToken()
    {
        var received = new ConcurrentQueue<(string Path, string Text)>();
        await using var collector = Collector(received);
        await collector.StartAsync(ApiClient.Cancellation);
        await using var host = ApiProcess.StartWith([.. ApiProcessClient.Serving,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_BSP_SCHEDULE_DELAY", "500"), ("OTEL_BLRP_SCHEDULE_DELAY", "500")]);
        using var client = await host.ClientAsync();
        var token = await client.DevelopmentTokenAsync("alice");
        client.WithBearer(token);
        var id = await client.CreateInvestigationAsync();
        await client.AppendAsync(id, new { type = "t" });
        await client.FetchAsync($"/api/v1/investigations/{id}/events").OkAsync();

        await UntilAsync(received, "/v1/metrics", "investigations.event_feed.appended");
        await UntilAsync(received, "/v1/metrics", "http.server.request.duration");
        await UntilAsync(received, "/v1/traces", "event_feed read");
        await UntilAsync(received, "/v1/traces", "/api/v1/investigations/{id}/events");
        await UntilAsync(received, "/v1/logs", "Now listening on");
        Assert.DoesNotContain(received, message => LogsOfTheRun.HoldsToken(message.Text));
    }

    private static WebApplication Collector(ConcurrentQueue<(string Path, string Text)> received)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.ContentType = "application/x-protobuf";
        });
        return collector;
    }

    private static async Task UntilAsync(ConcurrentQueue<(string Path, string Text)> received, string path, string text)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ApiClient.Cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (!received.Any(message => message.Path == path && message.Text.Contains(text, StringComparison.Ordinal)))
        {
            Assert.False(bound.IsCancellationRequested, $"Nothing at {path} held '{text}'; {received.Count} messages came.");
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
