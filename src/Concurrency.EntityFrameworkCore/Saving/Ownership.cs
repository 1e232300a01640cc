using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Finds the entity that something owned belongs to.</summary>
internal static class Ownership
{
    /// <summary>The entity at the top, of those that are tracked; <see langword="null"/> when the entry is not owned or its owner is not among them.</summary>
    public static EntityEntry? RootOf(EntityEntry entry, IReadOnlyList<EntityEntry> tracked)
    {
        EntityEntry? root = null;
        for (var part = entry; part?.Metadata.FindOwnership() is { } ownership; part = root)
        {
            root = OwnerOf(part, ownership, tracked);
        }

        return root;
    }

    private static EntityEntry? OwnerOf(EntityEntry part, IForeignKey ownership, IReadOnlyList<EntityEntry> tracked)
    {
        var isDeleted = part.State == EntityState.Deleted;
        var key = ownership.Properties.Select(property => isDeleted ? part.Property(property).OriginalValue : part.Property(property).CurrentValue).ToArray();
        return tracked.FirstOrDefault(
            entry => entry.Metadata == ownership.PrincipalEntityType && entry.State != EntityState.Detached
                && ownership.PrincipalKey.Properties.Select(property => entry.Property(property).CurrentValue).SequenceEqual(key));
    }
}
