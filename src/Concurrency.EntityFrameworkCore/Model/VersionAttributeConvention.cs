using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Makes versions of the properties that are marked as such.</summary>
internal sealed class VersionAttributeConvention(ProviderConventionSetBuilderDependencies dependencies)
    : PropertyAttributeConventionBase<VersionAttribute>(dependencies)
{
    /// <exception cref="InvalidOperationException">The property is no <see cref="long"/>, or no entity's.</exception>
    protected override void ProcessPropertyAdded(
        IConventionPropertyBuilder propertyBuilder, VersionAttribute attribute, MemberInfo clrMember, IConventionContext context)
    {
        var property = propertyBuilder.Metadata;
        if (property.ClrType != typeof(long) || property.DeclaringType is not IConventionEntityType)
        {
            throw new InvalidOperationException(
                $"{property.DeclaringType.DisplayName()}.{property.Name} has the attribute Version, which is for a property of type long of an entity.");
        }

        VersionProperty.Configure(propertyBuilder);
    }
}
