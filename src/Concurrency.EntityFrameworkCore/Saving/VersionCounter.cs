using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Counts the version of one entity.</summary>
internal readonly struct VersionCounter
{
    private readonly EntityEntry _entry;
    private readonly PropertyEntry _version;

    private VersionCounter(EntityEntry entry, IProperty version)
    {
        _entry = entry;
        _version = entry.Property(version);
    }

    public long Original => (long)_version.OriginalValue!;

    public long Current => (long)_version.CurrentValue!;

    public static VersionCounter? Of(EntityEntry entry) =>
        VersionProperty.Find(entry.Metadata) is { } version ? new VersionCounter(entry, version) : null;

    /// <summary>Takes a version as the one that the database has.</summary>
    public void StartFrom(long version)
    {
        _version.OriginalValue = version;
        _version.CurrentValue = version;
    }

    /// <summary>Makes the next version for the save that is about to begin. More than once is as good as once.</summary>
    /// <exception cref="InvalidOperationException">Somebody wrote another version into the entity.</exception>
    public void Count()
    {
        if (_entry.State == EntityState.Deleted)
        {
            return;
        }

        if (_entry.State == EntityState.Added)
        {
            _version.CurrentValue = Math.Max(Current, VersionProperty.First);
            return;
        }

        // A save compares the original value, not this one: left alone, a version that was assigned would be stored and never compared.
        if (Current != Original && Current != Original + 1)
        {
            throw new InvalidOperationException(
                $"{_entry.Metadata.DisplayName()}.{_version.Metadata.Name} was loaded as {Original} and set to {Current}. "
                + "Setting it compares nothing: say what is expected with Entry(entity).ExpectVersion(expected).");
        }

        _version.CurrentValue = Original + 1;
        _version.IsModified = true;
    }

    public void TakeBack()
    {
        if (Current == Original + 1)
        {
            _version.CurrentValue = Original;
            _version.IsModified = true;
        }
    }
}
