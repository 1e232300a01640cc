using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>Channels that are named by text, whatever their data is.</summary>
internal interface INamedChannels
{
    void AddMetadata(IList<object> metadata);

    Task FollowAsync(HttpContext context, string name);
}
