using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Reads the version that an entity has in the database, whatever is tracked.</summary>
internal static class VersionReader
{
    public static Task<long?> ReadAsync<TEntity>(DbContext context, object?[] key, CancellationToken cancellationToken)
        where TEntity : class
    {
        var entityType = context.Model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is no entity of {context.GetType().Name}.");
        var name = VersionProperty.Of(entityType).Name;
        return context.Set<TEntity>().Where(KeyPredicate.Of<TEntity>(entityType, key))
            .Select(entity => (long?)EF.Property<long>(entity, name))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
