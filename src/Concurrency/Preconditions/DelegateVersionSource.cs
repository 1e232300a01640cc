using Microsoft.AspNetCore.Http;

namespace Investigations.Concurrency;

/// <summary>A version source that is a function.</summary>
internal sealed class DelegateVersionSource(Func<HttpContext, CancellationToken, ValueTask<long?>> getVersion) : IVersionSource
{
    public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) => getVersion(context, cancellationToken);
}
