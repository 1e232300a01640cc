using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Investigations.Sse;

/// <summary>A stream that follows a channel. Made by <see cref="SseResults"/>.</summary>
/// <typeparam name="TKey">What names the channel.</typeparam>
/// <typeparam name="T">The events' data.</typeparam>
public sealed class SseChannelResult<TKey, T> : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IContentTypeHttpResult
    where TKey : notnull
{
    private readonly TKey _key;
    private readonly Action<SseStreamOptions>? _configure;

    internal SseChannelResult(TKey key, Action<SseStreamOptions>? configure) => (_key, _configure) = (key, configure);

    /// <summary>200.</summary>
    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary><c>text/event-stream</c>.</summary>
    public string ContentType => MediaTypeNames.Text.EventStream;

    /// <summary>Describes the endpoint: 200 with events of this data.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="builder">The endpoint.</param>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => StreamMetadata.Add<T>(builder.Metadata);

    /// <summary>Sends the stream, until its channel, its time or its client is at an end.</summary>
    /// <param name="httpContext">The request.</param>
    /// <exception cref="InvalidOperationException">There are no channels of this kind.</exception>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return ChannelRequest.FollowAsync(httpContext, ChannelRequest.Channels<TKey, T>(httpContext.RequestServices), _key, _configure);
    }
}
