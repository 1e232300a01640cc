using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.Sse;

/// <summary>Reads the section <c>Sse</c> and the flat names. Runs before the application's own delegates.</summary>
internal sealed class SseSettings(IServiceProvider services) : IConfigureOptions<SseOptions>
{
    private const double Day = 86_400;

    public void Configure(SseOptions options)
    {
        if (services.GetService<IConfiguration>() is not { } configuration)
        {
            return;
        }

        var settings = new Settings(configuration, "Sse", typeof(SseOptions));
        options.HeartbeatInterval = settings.Seconds("HeartbeatIntervalSeconds", "SSE_HEARTBEAT_INTERVAL_SECONDS", options.HeartbeatInterval, 1, Day);
        options.MaxDuration = settings.Seconds("MaxDurationSeconds", "SSE_MAX_DURATION_SECONDS", options.MaxDuration, 1, Day);
        options.MaxDurationJitter = settings.Number("MaxDurationJitter", null, options.MaxDurationJitter, 0, 1);
        options.MaxBatchSize = settings.Int32("BatchSize", "SSE_BATCH_SIZE", options.MaxBatchSize, 1, 1000);
        options.PollInterval = settings.Seconds("PollIntervalSeconds", "SSE_POLL_INTERVAL_SECONDS", options.PollInterval, 0.05, 60);
        options.CoalesceWindow = settings.Seconds("CoalesceWindowSeconds", null, options.CoalesceWindow, 0, 10);
        options.WriteTimeout = settings.Seconds("WriteTimeoutSeconds", null, options.WriteTimeout, 0.1, Day);
        options.RetryInterval = settings.Seconds("RetryIntervalSeconds", null, options.RetryInterval, 0, 3600);
        options.RetryJitter = settings.Number("RetryJitter", null, options.RetryJitter, 0, 1);
        options.RejectRetryInterval = settings.Seconds("RejectRetryIntervalSeconds", null, options.RejectRetryInterval, 0, 3600);
        options.FirstItemWait = settings.Seconds("FirstItemWaitSeconds", null, options.FirstItemWait, 0, 60);
        options.MaxConnections = settings.Int32("MaxConnections", null, options.MaxConnections, 1, int.MaxValue);
        var perClient = settings.Int32("MaxConnectionsPerClient", null, options.MaxConnectionsPerClient ?? 0, 1, int.MaxValue);
        options.MaxConnectionsPerClient = perClient == 0 ? null : perClient;
        options.LastEventIdQueryName = settings.Text("LastEventIdQueryName", null, options.LastEventIdQueryName, "a name", static name => name.Length > 0);
    }
}
