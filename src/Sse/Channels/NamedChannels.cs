using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

internal sealed class NamedChannels<T>(IServiceProvider services) : INamedChannels
{
    public void AddMetadata(IList<object> metadata) => StreamMetadata.Add<T>(metadata);

    public Task FollowAsync(HttpContext context, string name) =>
        ChannelRequest.FollowAsync(context, ChannelRequest.Channels<string, T>(services), name, configure: null);
}
