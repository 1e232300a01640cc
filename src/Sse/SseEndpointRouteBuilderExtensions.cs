using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse;

/// <summary>Maps endpoints that stream channels.</summary>
public static class SseEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps GET and HEAD of a pattern to the channels of one kind.</summary>
    /// <typeparam name="TKey">What names a channel.</typeparam>
    /// <typeparam name="T">The events' data.</typeparam>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="key">The channel that a request follows.</param>
    /// <param name="configure">Sets what holds for this endpoint's streams.</param>
    /// <exception cref="InvalidOperationException">The application has no such channels.</exception>
    public static IEndpointConventionBuilder MapSse<TKey, T>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Func<HttpContext, TKey> key, Action<SseStreamOptions>? configure = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(key);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(SseChannels<TKey, T>)) == false)
        {
            throw ChannelRequest.NoSuchChannels<TKey, T>();
        }

        return Map(
            endpoints, pattern, context => ChannelRequest.FollowAsync(context, ChannelRequest.Channels<TKey, T>(services), key(context), configure: null), StreamMetadata.Add<T>, configure);
    }

    /// <summary>Maps GET and HEAD of a pattern to one channel of those added by <c>AddSseChannels&lt;string, T&gt;()</c>.</summary>
    /// <typeparam name="T">The events' data.</typeparam>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="name">The channel.</param>
    /// <param name="configure">Sets what holds for this endpoint's streams.</param>
    /// <exception cref="InvalidOperationException">The application has no such channels.</exception>
    public static IEndpointConventionBuilder MapSse<T>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string name, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return endpoints.MapSse<string, T>(pattern, _ => name, configure);
    }

    /// <summary>Maps GET and HEAD of a pattern to a channel, where the application has only one kind of channels that are named by text.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="name">The channel.</param>
    /// <param name="configure">Sets what holds for this endpoint's streams.</param>
    /// <exception cref="InvalidOperationException">The application has no such channels, or several kinds of them.</exception>
    public static IEndpointConventionBuilder MapSse(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string name, Action<SseStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(name);
        INamedChannels[] kinds = [.. endpoints.ServiceProvider.GetServices<INamedChannels>()];
        var channels = kinds switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException(
                $"There are no channels named by text. Call 'services.{nameof(SseServiceCollectionExtensions.AddSseChannels)}<string, T>()' where the application is set up."),
            _ => throw new InvalidOperationException($"There are several kinds of channels named by text. Call '{nameof(MapSse)}<T>' to say which."),
        };
        return Map(endpoints, pattern, context => channels.FollowAsync(context, name), channels.AddMetadata, configure);
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string pattern, RequestDelegate handler, Action<IList<object>> addMetadata, Action<SseStreamOptions>? configure)
    {
        var builder = endpoints.MapMethods(pattern, Methods, handler);
        builder.Add(endpoint => addMetadata(endpoint.Metadata));
        return builder.WithSse(configure);
    }
}
