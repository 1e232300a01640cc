using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Refuses a model in which an entity has two versions: only one of them would be counted.</summary>
internal sealed class OneVersionConvention : IModelFinalizingConvention
{
    /// <exception cref="InvalidOperationException">There is such an entity.</exception>
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            var versions = entity.GetProperties().Where(VersionProperty.IsVersion).Select(property => property.Name).ToArray();
            if (versions.Length > 1)
            {
                throw new InvalidOperationException($"{entity.DisplayName()} has more than one version: {string.Join(", ", versions)}.");
            }
        }
    }
}
