using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

internal static class ServicesCheck
{
    /// <exception cref="InvalidOperationException">The application did not call AddOptimisticConcurrency().</exception>
    public static void ThrowIfNotAdded(IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(PreconditionPipeline)))
        {
            throw NotAdded();
        }
    }

    /// <inheritdoc cref="ThrowIfNotAdded"/>
    public static T Get<T>(HttpContext context)
        where T : class => context.RequestServices.GetService<T>() ?? throw NotAdded();

    private static InvalidOperationException NotAdded() =>
        new($"Call services.{nameof(OptimisticConcurrencyServiceCollectionExtensions.AddOptimisticConcurrency)}() first.");
}
