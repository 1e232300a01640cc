using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Registers the package.</summary>
public static class DbContextVersionsServiceCollectionExtensions
{
    /// <summary>
    /// Counts the versions of a context's entities (<see cref="VersionDbContextOptionsBuilderExtensions.UseVersions"/>), answers its lost races as conflicts,
    /// and makes its versions a source for endpoints (<see cref="DbVersionSourceEndpointConventionBuilderExtensions"/>). May stand before or after
    /// <c>AddDbContext</c>, and includes <c>AddOptimisticConcurrency()</c>. Call it once for each context.
    /// </summary>
    /// <typeparam name="TContext">The context that <c>AddDbContext</c>, <c>AddDbContextPool</c> or <c>AddDbContextFactory</c> registers.</typeparam>
    public static IServiceCollection AddDbContextVersions<TContext>(this IServiceCollection services)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptimisticConcurrency();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConflictExceptionMapper, LostRaceMapper>());
        services.TryAddScoped(typeof(DbVersionSource<,>));
        return services.ConfigureDbContext<TContext>(options => options.UseVersions());
    }
}
