using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Which property of an entity is its version.</summary>
internal static class VersionProperty
{
    public const long First = 1;

    private const string Annotation = "Investigations:Version";

    public static PropertyBuilder<long> Configure(PropertyBuilder<long> property) =>
        property.IsRequired().IsConcurrencyToken().HasDefaultValue(First).HasAnnotation(Annotation, true);

    public static void Configure(IConventionPropertyBuilder property)
    {
        property.IsConcurrencyToken(true, fromDataAnnotation: true);
        property.HasDefaultValue(First, fromDataAnnotation: true);
        property.HasAnnotation(Annotation, true, fromDataAnnotation: true);
    }

    public static bool IsVersion(IReadOnlyProperty property) => property.IsConcurrencyToken && property.FindAnnotation(Annotation) is not null;

    /// <summary>The version of an entity; <see langword="null"/> when it has none.</summary>
    public static IProperty? Find(IEntityType entity)
    {
        foreach (var property in entity.GetProperties())
        {
            if (IsVersion(property))
            {
                return property;
            }
        }

        return null;
    }

    /// <exception cref="InvalidOperationException">The entity has no version.</exception>
    public static IProperty Of(IEntityType entity) => Find(entity) ?? throw new InvalidOperationException(
        $"{entity.DisplayName()} has no version: mark its long property with [Version], or call HasVersion() for it in OnModelCreating.");
}
