using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Gives entities a version.</summary>
public static class VersionEntityTypeBuilderExtensions
{
    /// <summary>
    /// Makes a property the entity's version: a concurrency token that starts at 1 (also for the rows that a migration finds) and is counted by every save.
    /// </summary>
    /// <param name="builder">The entity.</param>
    /// <param name="version">The property: <c>order => order.Version</c>.</param>
    public static PropertyBuilder<long> HasVersion<TEntity>(this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, long>> version)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        return VersionProperty.Configure(builder.Property(version));
    }

    /// <summary>Makes a property the entity's version, by its name. Without such a property the entity gets one in the model alone.</summary>
    /// <inheritdoc cref="HasVersion{TEntity}(EntityTypeBuilder{TEntity}, Expression{Func{TEntity, long}})"/>
    public static PropertyBuilder<long> HasVersion(this EntityTypeBuilder builder, string version = "Version")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return VersionProperty.Configure(builder.Property<long>(version));
    }
}
