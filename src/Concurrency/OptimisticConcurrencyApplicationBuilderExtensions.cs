using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency;

/// <summary>Adds the middleware.</summary>
public static class OptimisticConcurrencyApplicationBuilderExtensions
{
    /// <summary>
    /// Answers a <see cref="VersionConflictException"/> that is thrown anywhere behind it like a failed <c>If-Match</c>. Protected endpoints do so
    /// by themselves: this is for conflicts elsewhere.
    /// </summary>
    /// <exception cref="InvalidOperationException">AddOptimisticConcurrency() was not called.</exception>
    public static IApplicationBuilder UseOptimisticConcurrency(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        ServicesCheck.ThrowIfNotAdded(app.ApplicationServices);
        return app.UseMiddleware<VersionConflictMiddleware>();
    }
}
