using Microsoft.AspNetCore.Builder;

namespace Investigations.RateLimiting;

/// <summary>Puts rate limiting into the pipeline.</summary>
public static class BackoffRateLimitingApplicationBuilderExtensions
{
    /// <summary>
    /// Counts requests from here on. Goes after routing (endpoints name their policies), CORS (browsers can read a 429) and authentication
    /// (users are counted), and before authorization and output caching.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddBackoffRateLimiting</c> was not called.</exception>
    public static IApplicationBuilder UseBackoffRateLimiting(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Registration.ThrowIfMissing(app.ApplicationServices);
        return app.UseMiddleware<BackoffRateLimitingMiddleware>();
    }
}
