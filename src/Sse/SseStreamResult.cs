using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Investigations.Sse;

/// <summary>A stream of a source's items. Made by <see cref="SseResults"/>.</summary>
/// <typeparam name="T">The items' data.</typeparam>
public sealed class SseStreamResult<T> : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IContentTypeHttpResult
{
    private readonly Func<string?, CancellationToken, IAsyncEnumerable<SseItem<T>>> _source;
    private readonly JsonTypeInfo<T>? _typeInfo;
    private readonly Action<SseStreamOptions>? _configure;

    internal SseStreamResult(
        Func<string?, CancellationToken, IAsyncEnumerable<SseItem<T>>> source, JsonTypeInfo<T>? typeInfo, Action<SseStreamOptions>? configure)
    {
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(SseItem<>))
        {
            throw new ArgumentException("The items are SseItem<T> already: call the overload that takes them, so that they are not wrapped twice.", nameof(source));
        }

        (_source, _typeInfo, _configure) = (source, typeInfo, configure);
    }

    /// <summary>200.</summary>
    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary><c>text/event-stream</c>.</summary>
    public string ContentType => MediaTypeNames.Text.EventStream;

    /// <summary>Describes the endpoint: 200 with events of this data.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="builder">The endpoint.</param>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => StreamMetadata.Add<T>(builder.Metadata);

    /// <summary>Sends the stream, until its source, its time or its client is at an end.</summary>
    /// <param name="httpContext">The request.</param>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return StreamRequest.Open(httpContext, StreamRequest.Engine(httpContext), _configure, out var answer) is { } connection
            ? new EnumerableStream<T>(connection, _source, new SseEncoder<T>(_typeInfo, connection.Engine.Json)).RunAsync()
            : answer;
    }
}
