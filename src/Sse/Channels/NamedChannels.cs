using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

internal sealed class NamedChannels<T> : INamedChannels
{
    public void AddMetadata(IList<object> metadata) => StreamMetadata.Add<T>(metadata);

    public Task FollowAsync(HttpContext context, string name, Action<SseStreamOptions>? configure) =>
        SseResults.Channel<string, T>(name, configure).ExecuteAsync(context);
}
