using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.Concurrency.Tests;

internal sealed class DocumentVersions(Documents documents) : IVersionSource
{
    public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(documents.ReadVersion((string)context.GetRouteValue("id")!));

    public string? GetCacheKey(HttpContext context) => $"document:{context.GetRouteValue("id")}";
}
