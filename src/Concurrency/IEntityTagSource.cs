using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>
/// Tells the entity tag of the resource that a request is about, when tags are opaque (a row version, a hash).
/// For version numbers implement <see cref="IVersionSource"/>.
/// </summary>
/// <remarks>Resolved from the request's services, so that it may be scoped or a singleton.</remarks>
public interface IEntityTagSource
{
    /// <summary>The current tag, from the store of record; <see langword="null"/> when there is no such resource.</summary>
    ValueTask<EntityTag?> GetEntityTagAsync(HttpContext context, CancellationToken cancellationToken);

    /// <summary>
    /// The key under which the resource's tag may be cached for polls; <see langword="null"/>, the default, when it may not.
    /// One cache serves the whole application, so a key names the kind of the resource too (<c>order:17</c>).
    /// A cached tag answers 304, and is never used to reject a request.
    /// </summary>
    string? GetCacheKey(HttpContext context) => null;
}
