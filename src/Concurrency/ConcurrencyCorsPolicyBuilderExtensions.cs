using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace Investigations.Concurrency;

/// <summary>Lets scripts of other origins take part.</summary>
public static class ConcurrencyCorsPolicyBuilderExtensions
{
    /// <summary>Lets scripts read <c>ETag</c> and send <c>If-Match</c> and <c>If-None-Match</c>.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="headerName">The header of <see cref="OptimisticConcurrencyOptions.HeaderName"/>, where it is another.</param>
    public static CorsPolicyBuilder WithConcurrencyHeaders(this CorsPolicyBuilder builder, string? headerName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithExposedHeaders(HeaderNames.ETag).WithHeaders(HeaderNames.IfMatch, HeaderNames.IfNoneMatch);
        return headerName is null ? builder : builder.WithHeaders(headerName);
    }
}
