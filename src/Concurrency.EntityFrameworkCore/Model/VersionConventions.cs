using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Adds the conventions to those that a context's model is built by.</summary>
internal sealed class VersionConventions(ProviderConventionSetBuilderDependencies dependencies) : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.Add(new VersionAttributeConvention(dependencies));
        conventionSet.Add(new OneVersionConvention());
        return conventionSet;
    }
}
