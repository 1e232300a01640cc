using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Updates by a statement, without loading, under the expected version.</summary>
public static class VersionDbSetExtensions
{
    /// <summary>
    /// Updates one entity in the database by one statement that compares the version and makes the next one. Plain <c>ExecuteUpdate</c> does neither.
    /// </summary>
    /// <remarks>
    /// Tracked entities are not changed. When not exactly one version is expected, the current one is read first and compared by the statement,
    /// again and again as long as other writers come in between and theirs is expected too.
    /// </remarks>
    /// <param name="set">The entities.</param>
    /// <param name="key">The primary key; an <c>object[]</c> of its parts, in the model's order, when it has several.</param>
    /// <param name="expected">What the client expects.</param>
    /// <param name="setters">What to set, without the version: <c>s => s.SetProperty(o => o.Status, status)</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The entity has no version.</exception>
    public static async Task<VersionCommit> ExecuteUpdateVersionAsync<TEntity>(
        this DbSet<TEntity> set, object key, ExpectedVersion expected, Action<UpdateSettersBuilder<TEntity>> setters, CancellationToken cancellationToken = default)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(setters);

        var name = VersionProperty.Of(set.EntityType).Name;
        var context = set.GetService<ICurrentDbContext>().Context;
        var keys = key as object?[] ?? [key];
        var row = set.Where(KeyPredicate.Of<TEntity>(set.EntityType, keys));
        EntityTag? tried = null;
        try
        {
            while (true)
            {
                if (tried is not null || !expected.TryGetValue(out var version))
                {
                    var current = await VersionReader.ReadAsync<TEntity>(context, keys, cancellationToken);
                    if (current is null)
                    {
                        return VersionCommit.NotFound;
                    }

                    if (!expected.IsSatisfiedBy(current) || tried?.Version == current)
                    {
                        return VersionCommit.Conflict(current);
                    }

                    version = current.Value;
                }

                tried = version;
                var updated = await row.Where(entity => EF.Property<long>(entity, name) == version).ExecuteUpdateAsync(
                    update =>
                    {
                        setters(update);
                        update.SetProperty(entity => EF.Property<long>(entity, name), entity => EF.Property<long>(entity, name) + 1);
                    },
                    cancellationToken);
                if (updated > 0)
                {
                    return VersionCommit.Committed(version + 1);
                }
            }
        }
        catch (Exception exception) when (LostRace.Explains(exception))
        {
            return VersionCommit.Conflict(null);
        }
    }
}
