using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Makes a context count versions.</summary>
public static class VersionDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Lets every save of an entity that has a version make the next one: 1 when it is added, one more whenever it or something it owns is changed.
    /// Properties that have the attribute <see cref="VersionAttribute"/> become versions.
    /// <see cref="DbContextVersionsServiceCollectionExtensions.AddDbContextVersions"/> does this for contexts from services.
    /// </summary>
    public static DbContextOptionsBuilder UseVersions(this DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new VersionOptionsExtension());
        return options.AddInterceptors(VersionInterceptor.Instance);
    }

    /// <inheritdoc cref="UseVersions(DbContextOptionsBuilder)"/>
    public static DbContextOptionsBuilder<TContext> UseVersions<TContext>(this DbContextOptionsBuilder<TContext> options)
        where TContext : DbContext
    {
        UseVersions((DbContextOptionsBuilder)options);
        return options;
    }
}
