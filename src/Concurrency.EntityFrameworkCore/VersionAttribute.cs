namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>
/// Makes a <see cref="long"/> property the entity's version, as
/// <see cref="VersionEntityTypeBuilderExtensions.HasVersion{TEntity}"/> does in <c>OnModelCreating</c>. It is looked at in contexts that count versions.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VersionAttribute : Attribute;
