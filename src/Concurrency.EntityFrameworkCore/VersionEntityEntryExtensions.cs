using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Hands the version that a client expects to the save.</summary>
public static class VersionEntityEntryExtensions
{
    /// <summary>
    /// Lets the next save of this entity, a deletion too, succeed only on the expected version: it is compared with the loaded one here, and the loaded
    /// one with the database's by the save, which makes the next version if anything has changed.
    /// </summary>
    /// <param name="entry">
    /// An entity that was loaded, or is to be added (which satisfies no version, but <see cref="ExpectedVersion.Absent"/>), or was attached by hand:
    /// one attached with a version counts as loaded at that version, one attached without takes the one version that is expected.
    /// </param>
    /// <param name="expected">What the client expects. <see cref="ExpectedVersion.Any"/> and <see cref="ExpectedVersion.Unspecified"/> stand for the loaded version.</param>
    /// <exception cref="VersionConflictException">The entity was loaded at another version.</exception>
    /// <exception cref="InvalidOperationException">
    /// The entity has no version, its context does not count versions, or it was attached without a version and not exactly one is expected.
    /// </exception>
    public static void ExpectVersion(this EntityEntry entry, ExpectedVersion expected)
    {
        ArgumentNullException.ThrowIfNull(entry);
        VersionInterceptor.ThrowIfNotIn(entry.Context);
        VersionProperty.Of(entry.Metadata);
        var version = VersionCounter.Of(entry).GetValueOrDefault();

        if (entry.State == EntityState.Detached)
        {
            throw new InvalidOperationException($"This {entry.Metadata.DisplayName()} is not tracked, so that no save will look at its version.");
        }

        if (entry.State != EntityState.Added && version.Original < VersionProperty.First)
        {
            version.StartFrom(expected.TryGetValue(out var only) ? only : throw new InvalidOperationException(
                $"This {entry.Metadata.DisplayName()} was attached without a version. That will do for one expected version, but not for {expected}: load it."));
            return;
        }

        EntityTag? loaded = entry.State == EntityState.Added ? null : version.Original;
        if (!expected.IsSatisfiedBy(loaded))
        {
            throw new VersionConflictException(loaded, expected);
        }
    }
}
