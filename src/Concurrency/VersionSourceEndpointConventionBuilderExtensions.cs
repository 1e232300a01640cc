using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

/// <summary>Says where the version of an endpoint's resource comes from. The last one that is said counts: a route's before its group's.</summary>
public static class VersionSourceEndpointConventionBuilderExtensions
{
    /// <summary>Takes the version from a service.</summary>
    /// <typeparam name="TSource">A registered service, scoped or singleton: an <see cref="IVersionSource"/>, or an <see cref="IEntityTagSource"/> for opaque tags.</typeparam>
    public static RouteGroupBuilder WithVersionSource<TSource>(this RouteGroupBuilder builder)
        where TSource : class, IEntityTagSource => Add(builder, FromServices<TSource>());

    /// <inheritdoc cref="WithVersionSource{TSource}(RouteGroupBuilder)"/>
    public static RouteHandlerBuilder WithVersionSource<TSource>(this RouteHandlerBuilder builder)
        where TSource : class, IEntityTagSource => Add(builder, FromServices<TSource>());

    /// <inheritdoc cref="WithVersionSource{TSource}(RouteGroupBuilder)"/>
    public static ControllerActionEndpointConventionBuilder WithVersionSource<TSource>(this ControllerActionEndpointConventionBuilder builder)
        where TSource : class, IEntityTagSource => Add(builder, FromServices<TSource>());

    /// <inheritdoc cref="WithVersionSource{TSource}(RouteGroupBuilder)"/>
    public static IEndpointConventionBuilder WithVersionSource<TSource>(this IEndpointConventionBuilder builder)
        where TSource : class, IEntityTagSource => Add(builder, FromServices<TSource>());

    /// <summary>Takes the version from a function: the current version, or <see langword="null"/> when there is no such resource. It is never cached.</summary>
    public static TBuilder WithVersionSource<TBuilder>(this TBuilder builder, Func<HttpContext, CancellationToken, ValueTask<long?>> getVersion)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(getVersion);
        var source = new DelegateVersionSource(getVersion);
        return Add(builder, new VersionSourceMetadata(_ => source));
    }

    private static VersionSourceMetadata FromServices<TSource>()
        where TSource : class, IEntityTagSource => new(context => context.RequestServices.GetRequiredService<TSource>());

    private static TBuilder Add<TBuilder>(TBuilder builder, VersionSourceMetadata metadata)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
