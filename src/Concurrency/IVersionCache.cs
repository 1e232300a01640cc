using System.Diagnostics.CodeAnalysis;

namespace Investigations.Concurrency;

/// <summary>
/// The versions that polls are answered from, each no older than <see cref="OptimisticConcurrencyOptions.VersionCacheTtl"/>.
/// What a <see cref="VersionCommit"/> result commits is put here by itself; code that writes elsewhere on this node calls <see cref="Set"/>,
/// so that the next poll sees the write at once.
/// </summary>
public interface IVersionCache
{
    /// <summary>Records a committed version under the key that the source's <see cref="IEntityTagSource.GetCacheKey"/> gives. Of two versions the greater one is kept.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "What caches of the framework call it.")]
    void Set(string key, EntityTag version);

    /// <summary>Forgets a key: the next poll reads the source. For a resource that was deleted.</summary>
    void Remove(string key);
}
