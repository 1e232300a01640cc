namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>How the versions of an endpoint's entities are read.</summary>
public sealed class DbVersionSourceOptions
{
    /// <summary>The names of the route values that make the primary key, in the order of its parts. The default is <c>id</c>.</summary>
    public IReadOnlyList<string> RouteValues { get; set; } = ["id"];

    /// <summary>
    /// Whether versions that were read within <see cref="OptimisticConcurrencyOptions.VersionCacheTtl"/> may answer polls with 304. The default is
    /// <see langword="false"/>: every poll reads the version. Set it only where a key means the same row for everybody: not with a database per
    /// tenant, and not when a query filter or the database hides rows from some callers.
    /// </summary>
    public bool Cached { get; set; }
}
