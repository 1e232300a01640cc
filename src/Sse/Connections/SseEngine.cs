using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>What all streams of the application share.</summary>
internal sealed class SseEngine(
    IOptions<SseOptions> options,
    IOptions<JsonOptions> json,
    SseClock clock,
    SseConnections connections,
    SseMetrics metrics,
    SseTracing tracing,
    ILogger<SseEngine> logger)
{
    public SseOptions Options { get; } = options.Value;

    public JsonSerializerOptions Json => json.Value.SerializerOptions;

    public SseClock Clock => clock;

    public SseConnections Connections => connections;

    public SseMetrics Metrics => metrics;

    public SseTracing Tracing => tracing;

    public ILogger Logger => logger;

    /// <summary>What holds for streams that nobody set anything for.</summary>
    public SseStreamOptions Defaults { get; } = Copy(options.Value);

    public SseStreamOptions NewOptions() => Copy(Options);

    private static SseStreamOptions Copy(SseOptions options)
    {
        var copy = new SseStreamOptions();
        options.CopyTo(copy);
        return copy;
    }
}
