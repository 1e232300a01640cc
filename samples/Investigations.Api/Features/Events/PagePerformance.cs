using System.Text.Json.Serialization;
using Investigations.Api.Features.Streaming;
using Investigations.Api.Http;
using Investigations.EventFeed;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Events;

/// <summary>Measures what a first page costs right now, by reading it.</summary>
internal static class PagePerformance
{
    private const int DefaultSamples = 20;

    public static async Task<IResult> MeasureAsync(string id, HttpContext context, IEventFeed feed, IOptions<StreamingOptions> options, TimeProvider time)
    {
        var samples = context.Request.Query.Int32("samples", DefaultSamples, 1, 200);
        var elapsed = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var started = time.GetTimestamp();
            await feed.ReadAsync(id, new FeedQuery(), context.RequestAborted);
            elapsed[i] = time.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(elapsed);
        var target = options.Value.ResponseTimeTarget.TotalMilliseconds;
        var p95 = Percentile(elapsed, 0.95);
        return TypedResults.Ok(new PagePerformanceResponse(
            samples, Round(elapsed[0]), Round(Percentile(elapsed, 0.5)), Round(p95), Round(elapsed[^1]), target, p95 <= target));
    }

    private static double Percentile(double[] sorted, double rank) => sorted[(int)Math.Ceiling(rank * sorted.Length) - 1];

    private static double Round(double milliseconds) => Math.Round(milliseconds, 3);
}

internal sealed record PagePerformanceResponse(
    int Samples,
    double MinMs,
    [property: JsonPropertyName("p50_ms")] double P50Ms,
    [property: JsonPropertyName("p95_ms")] double P95Ms,
    double MaxMs,
    double TargetMs,
    bool Met);
