using Investigations.Api.Features.Investigations;
using Investigations.Api.Features.MultiTab;
using Investigations.Sse;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Streaming;

/// <summary>Tells a client the ways to follow an investigation, with the values in force.</summary>
internal static class StreamingChoices
{
    private const int MaxWaitSeconds = 30;

    public static IResult Describe(string id, IOptions<SseOptions> sse, IOptions<PollingOptions> polling) => TypedResults.Ok(new StreamingChoicesResponse(
        new($"/api/v1/investigations/{id}/runs/{RunIds.All}/stream",
            sse.Value.HeartbeatInterval.TotalSeconds,
            sse.Value.MaxDuration.TotalSeconds,
            sse.Value.MaxBatchSize,
            sse.Value.PollInterval.TotalSeconds),
        new($"/api/v1/investigations/{id}/events?wait={MaxWaitSeconds}", MaxWaitSeconds),
        new($"/api/v1/multi-tab/investigations/{id}/events", polling.Value.Interval.TotalSeconds),
        "sse"));
}

internal sealed record StreamingChoicesResponse(SseChoice Sse, LongPollingChoice LongPolling, PollingChoice Polling, string Recommended);

internal sealed record SseChoice(string Url, double HeartbeatSeconds, double MaxDurationSeconds, int BatchSize, double PollIntervalSeconds);

internal sealed record LongPollingChoice(string Url, int MaxWaitSeconds);

internal sealed record PollingChoice(string Url, double IntervalSeconds);
