using Microsoft.Extensions.DependencyInjection;

namespace Investigations.RateLimiting;

/// <summary>Tells who forgot <c>AddBackoffRateLimiting</c> while the application is built, not by failing its requests.</summary>
internal static class Registration
{
    /// <exception cref="InvalidOperationException"><c>AddBackoffRateLimiting</c> was not called.</exception>
    public static void ThrowIfMissing(IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(RateLimitGate)) == false)
        {
            throw new InvalidOperationException(
                $"Rate limiting is not registered. Call services.{nameof(BackoffRateLimitingServiceCollectionExtensions.AddBackoffRateLimiting)}() first.");
        }
    }
}
