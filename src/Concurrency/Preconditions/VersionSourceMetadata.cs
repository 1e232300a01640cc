using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>Where the tag of an endpoint's resource comes from.</summary>
internal sealed class VersionSourceMetadata(Func<HttpContext, IEntityTagSource> resolve)
{
    public IEntityTagSource Resolve(HttpContext context) => resolve(context);
}
