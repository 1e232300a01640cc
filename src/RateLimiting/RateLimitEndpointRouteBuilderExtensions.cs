using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.RateLimiting;

/// <summary>Maps endpoints that tell callers about their limits.</summary>
public static class RateLimitEndpointRouteBuilderExtensions
{
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] GetAndPost = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>
    /// Maps <c>status</c> (the caller's standing, not counted), <c>config</c> (the policies in force), <c>test-limit</c> (GET and POST: one
    /// counted request) and <c>headers-example</c> (what each header field means) under a prefix. The bodies are JSON.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The prefix of the routes.</param>
    /// <returns>The group, for authorization and other conventions.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBackoffRateLimiting</c> was not called.</exception>
    public static RouteGroupBuilder MapRateLimitEndpoints(this IEndpointRouteBuilder endpoints, string pattern = "/rate-limit")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Registration.ThrowIfMissing(endpoints.ServiceProvider);
        var group = endpoints.MapGroup(pattern);
        Map(group, "/status", Get, StatusEndpoint.HandleAsync).DisableBackoffRateLimiting();
        Map(group, "/config", Get, ConfigEndpoint.HandleAsync);
        Map(group, "/test-limit", GetAndPost, TestLimitEndpoint.HandleAsync);
        Map(group, "/headers-example", Get, HeadersExampleEndpoint.HandleAsync);
        return group;
    }

    // An API description lists only endpoints that tell their method.
    private static IEndpointConventionBuilder Map(RouteGroupBuilder group, string pattern, string[] methods, RequestDelegate handler) =>
        group.MapMethods(pattern, methods, handler).WithMetadata(handler.Method);
}
