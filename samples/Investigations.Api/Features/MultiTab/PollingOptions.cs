using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.MultiTab;

/// <summary>How clients that poll are served.</summary>
internal sealed class PollingOptions
{
    /// <summary>Polls of one user on one investigation that may be in flight at once; 1-1000.</summary>
    public int MaxConcurrentPollers { get; set; } = 10;

    /// <summary>How old a cached version may be that answers a poll; 0-3600 s.</summary>
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a client is told to poll; 0.5-3600 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether polls are counted as metrics.</summary>
    public bool EnableMetrics { get; set; } = true;
}

internal sealed class PollingSettings(IConfiguration configuration) : IConfigureOptions<PollingOptions>
{
    public void Configure(PollingOptions options)
    {
        var settings = new Settings(configuration, "Polling", typeof(PollingOptions));
        options.MaxConcurrentPollers = settings.Int32("MaxConcurrentPollers", "MAX_CONCURRENT_POLLERS", options.MaxConcurrentPollers, 1, 1000);
        options.CacheTtl = settings.Seconds("CacheTtlSeconds", "POLLING_CACHE_TTL_SECONDS", options.CacheTtl, 0, 3600);
        options.Interval = settings.Seconds("IntervalSeconds", null, options.Interval, 0.5, 3600);
        options.EnableMetrics = settings.Boolean("EnableMetrics", "ENABLE_POLLING_METRICS", options.EnableMetrics);
    }
}
