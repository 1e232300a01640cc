using Microsoft.AspNetCore.Builder;

namespace Investigations.Concurrency;

/// <summary>Protects endpoints, and makes reads conditional. Each works on a route, a group and <c>MapControllers()</c>.</summary>
public static class ConcurrencyEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Protects writes: without a precondition they are answered 428, with one that can't be read 400, and with one that fails 409 (or 412),
    /// all before the body is read. GET, HEAD and OPTIONS need none. A handler that declares an <see cref="ExpectedVersion"/> is protected without this.
    /// </summary>
    /// <exception cref="InvalidOperationException">AddOptimisticConcurrency() was not called; thrown when the endpoints are built.</exception>
    public static TBuilder RequireIfMatch<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => EndpointGate.Attach(endpoint, new RequireIfMatchAttribute()));
        return builder;
    }

    /// <summary>
    /// Makes GET and HEAD conditional: their 200 has an <c>ETag</c>, and a client that has the current version gets 304 without the handler being called.
    /// A handler that returns <see cref="VersionedOk{T}"/> gives the exact tag; for others the version is read before they run, so that the tag is never newer than the content.
    /// </summary>
    /// <exception cref="InvalidOperationException">AddOptimisticConcurrency() was not called; thrown when the endpoints are built.</exception>
    public static TBuilder WithConditionalGet<TBuilder>(this TBuilder builder, Action<ConditionalGetOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ConditionalGetOptions();
        configure?.Invoke(options);
        var metadata = new ConditionalGetMetadata(options.CacheControl, options.Vary);
        builder.Add(endpoint => EndpointGate.Attach(endpoint, metadata));
        return builder;
    }
}
