using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Saves, and tells how it went as a commit.</summary>
public static class VersionDbContextExtensions
{
    /// <summary>
    /// Saves all changes of the context, and tells how that ended for one entity: committed with the new version, unchanged, in conflict with the version
    /// that the database has now, or not found because it was deleted meanwhile. An entity that was to be added and is there already is a conflict too.
    /// </summary>
    /// <remarks>
    /// In a transaction of your own the current version is not read after a conflict, since the transaction may not see it: the answer takes it from
    /// the endpoint's source. What could not be saved is still tracked after a conflict.
    /// </remarks>
    /// <param name="context">The context.</param>
    /// <param name="entity">An entity that is added, loaded or attached. A deletion leaves no version: use <c>SaveChangesAsync</c>, whose exceptions are answered too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The entity has no version, its context does not count versions, or it is deleted or not tracked.</exception>
    /// <exception cref="DbUpdateException">The save failed for another reason.</exception>
    public static async Task<VersionCommit<TEntity>> SaveVersionAsync<TEntity>(
        this DbContext context, TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(context);
        VersionInterceptor.ThrowIfNotIn(context);
        var entry = context.Entry(entity);
        var property = VersionProperty.Of(entry.Metadata);
        var isNew = entry.State == EntityState.Added;
        if (entry.State is EntityState.Deleted or EntityState.Detached)
        {
            throw new InvalidOperationException($"This {entry.Metadata.DisplayName()} is {entry.State.ToString().ToLowerInvariant()}, so that there is no version to save.");
        }

        var before = (long)entry.Property(property).OriginalValue!;
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (Exception exception) when (LostRace.Explains(exception) || exception is DbUpdateException)
        {
            var isLost = LostRace.Explains(exception);
            EntityTag? seen = null;
            if (context.Database.CurrentTransaction is null)
            {
                seen = await VersionReader.ReadAsync<TEntity>(context, KeyOf(), cancellationToken);
            }
            else if (isLost)
            {
                return VersionCommit.Conflict(null);
            }
            else
            {
                throw;
            }

            // What the winner saved besides, such as a row of the history, can be in the way before the version is compared.
            var isOvertaken = isNew ? seen is not null : seen != before;
            if (!isOvertaken && (isNew || !isLost))
            {
                throw;
            }

            return seen is null ? VersionCommit.NotFound : VersionCommit.Conflict(seen);
        }

        var after = (long)entry.Property(property).CurrentValue!;
        return isNew || after != before ? VersionCommit.Committed(after, entity) : VersionCommit.Unchanged(after, entity);

        object?[] KeyOf() => [.. entry.Metadata.FindPrimaryKey()!.Properties.Select(part => entry.Property(part).CurrentValue)];
    }
}
