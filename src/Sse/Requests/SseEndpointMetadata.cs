using Microsoft.AspNetCore.OutputCaching;

namespace Investigations.Sse;

/// <summary>Marks an endpoint as one of streams and keeps it out of the output cache, whose lock would make a second client wait for the first's end.</summary>
internal sealed class SseEndpointMetadata(Action<SseStreamOptions>? configure) : IOutputCachePolicy
{
    public Action<SseStreamOptions>? Configure => configure;

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }
}
