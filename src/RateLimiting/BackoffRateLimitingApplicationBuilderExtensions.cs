using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

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
        return app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(RateLimitGate)) == false
            ? throw new InvalidOperationException(
                $"Rate limiting is not registered. Call services.{nameof(BackoffRateLimitingServiceCollectionExtensions.AddBackoffRateLimiting)}() first.")
            : app.UseMiddleware<BackoffRateLimitingMiddleware>();
    }
}
