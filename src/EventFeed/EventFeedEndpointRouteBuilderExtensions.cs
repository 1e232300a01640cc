using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed;

/// <summary>Maps feeds to endpoints.</summary>
public static class EventFeedEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Serves pages of a feed as JSON by GET and HEAD, with <c>limit</c>, <c>cursor</c>, <c>type</c>, the subject, <c>since</c> and
    /// <c>wait</c> as query parameters, conditional requests (RFC 9110 §13.1.2) and long polls. Authorize it like any endpoint: a
    /// cursor grants nothing.
    /// </summary>
    /// <param name="endpoints">Where to add the endpoint.</param>
    /// <param name="pattern">The route, with a value <c>feed</c> unless <paramref name="configure"/> says how to find the feed.</param>
    /// <param name="configure">Sets the endpoint's options.</param>
    /// <exception cref="ArgumentException">An option is not valid: see <see cref="EventFeedEndpointOptions"/>.</exception>
    /// <exception cref="InvalidOperationException"><c>AddEventFeed</c> was not called.</exception>
    public static IEndpointConventionBuilder MapEventFeed(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<EventFeedEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        Registration.ThrowIfMissing(endpoints.ServiceProvider);

        var options = new EventFeedEndpointOptions();
        configure?.Invoke(options);
        EndpointOptionsRules.ThrowIfInvalid(options);
        var endpoint = ActivatorUtilities.CreateInstance<FeedEndpoint>(endpoints.ServiceProvider, options);
        RequestDelegate handler = endpoint.HandleAsync;
        return endpoints.MapMethods(pattern, Methods, handler)
            .WithDisplayName($"Event feed {pattern}")
            .WithMetadata(handler.Method, new FeedEndpointDescription(options.SubjectName)); // without a method, endpoints are not described at all
    }
}
