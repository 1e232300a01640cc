using Investigations.Sse;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Streaming;

internal static class StreamSetup
{
    /// <summary>Streams of runs: one channel a run that somebody watches, however many do.</summary>
    public static void AddStreams(this IServiceCollection services)
    {
        services.AddSse();
        services.AddSseChannels<RunKey, ReadOnlyMemory<byte>>(channel => channel.Source<RunSource>());
        services.AddSingleton<OpenStreams>();
        services.AddHostedService<FeedFollower>();
        services.AddHostedService<AccessRefresh>();
        services.AddSingleton<IConfigureOptions<StreamingOptions>, StreamingSettings>();
        services.AddOptions<StreamingOptions>().ValidateOnStart();
    }
}
