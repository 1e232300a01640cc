using Investigations.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Streaming;

internal sealed class StreamingOptions
{
    /// <summary>What a page read should take at most, at its 95th percentile; 1-60 000 ms.</summary>
    public TimeSpan ResponseTimeTarget { get; set; } = TimeSpan.FromMilliseconds(200);
}

internal sealed class StreamingSettings(IConfiguration configuration) : IConfigureOptions<StreamingOptions>
{
    public void Configure(StreamingOptions options)
    {
        var settings = new Settings(configuration, "Sse", typeof(StreamingOptions));
        options.ResponseTimeTarget = TimeSpan.FromMilliseconds(
            settings.Number("ResponseTimeTargetMs", "SSE_RESPONSE_TIME_TARGET_MS", options.ResponseTimeTarget.TotalMilliseconds, 1, 60_000));
    }
}
