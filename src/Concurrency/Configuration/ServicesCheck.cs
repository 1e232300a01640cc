using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

internal static class ServicesCheck
{
    /// <exception cref="InvalidOperationException">The application did not call AddOptimisticConcurrency().</exception>
    public static void ThrowIfNotAdded(IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(PreconditionPipeline)))
        {
            throw new InvalidOperationException(
                $"Call services.{nameof(OptimisticConcurrencyServiceCollectionExtensions.AddOptimisticConcurrency)}() first.");
        }
    }
}
