using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.RateLimiting;

/// <summary>Maps endpoints that tell callers about their limits.</summary>
public static class RateLimitEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>status</c> (the caller's standing, not counted), <c>config</c> (the policies in force), <c>test-limit</c> (GET and POST: one
    /// counted request) and <c>headers-example</c> (what each header field means) under a prefix. The bodies are JSON.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The prefix of the routes.</param>
    /// <returns>The group, for authorization and other conventions.</returns>
    public static RouteGroupBuilder MapRateLimitEndpoints(this IEndpointRouteBuilder endpoints, string pattern = "/rate-limit")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup(pattern);
        group.MapGet("/status", (RequestDelegate)StatusEndpoint.HandleAsync).DisableBackoffRateLimiting();
        group.MapGet("/config", (RequestDelegate)ConfigEndpoint.HandleAsync);
        group.MapMethods("/test-limit", ["GET", "POST"], (RequestDelegate)TestLimitEndpoint.HandleAsync);
        group.MapGet("/headers-example", (RequestDelegate)HeadersExampleEndpoint.HandleAsync);
        return group;
    }
}
