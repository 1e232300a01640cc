using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Says that the version of an endpoint's resource is that of an entity.</summary>
public static class DbVersionSourceEndpointConventionBuilderExtensions
{
    /// <summary>Takes the version from the entity whose primary key is route value <c>id</c>, unless <paramref name="configure"/> names others.</summary>
    /// <typeparam name="TContext">The context, for which <see cref="DbContextVersionsServiceCollectionExtensions.AddDbContextVersions"/> was called.</typeparam>
    /// <typeparam name="TEntity">An entity that has a version.</typeparam>
    /// <exception cref="InvalidOperationException">AddDbContextVersions() was not called; thrown when the endpoints are built.</exception>
    public static RouteGroupBuilder WithDbVersionSource<TContext, TEntity>(this RouteGroupBuilder builder, Action<DbVersionSourceOptions>? configure = null)
        where TContext : DbContext
        where TEntity : class => Configure<RouteGroupBuilder, DbVersionSource<TContext, TEntity>>(builder, configure)
            .WithVersionSource<DbVersionSource<TContext, TEntity>>();

    /// <inheritdoc cref="WithDbVersionSource{TContext, TEntity}(RouteGroupBuilder, Action{DbVersionSourceOptions}?)"/>
    public static RouteHandlerBuilder WithDbVersionSource<TContext, TEntity>(this RouteHandlerBuilder builder, Action<DbVersionSourceOptions>? configure = null)
        where TContext : DbContext
        where TEntity : class => Configure<RouteHandlerBuilder, DbVersionSource<TContext, TEntity>>(builder, configure)
            .WithVersionSource<DbVersionSource<TContext, TEntity>>();

    /// <inheritdoc cref="WithDbVersionSource{TContext, TEntity}(RouteGroupBuilder, Action{DbVersionSourceOptions}?)"/>
    public static ControllerActionEndpointConventionBuilder WithDbVersionSource<TContext, TEntity>(
        this ControllerActionEndpointConventionBuilder builder, Action<DbVersionSourceOptions>? configure = null)
        where TContext : DbContext
        where TEntity : class => Configure<ControllerActionEndpointConventionBuilder, DbVersionSource<TContext, TEntity>>(builder, configure)
            .WithVersionSource<DbVersionSource<TContext, TEntity>>();

    private static TBuilder Configure<TBuilder, TSource>(TBuilder builder, Action<DbVersionSourceOptions>? configure)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new DbVersionSourceOptions();
        configure?.Invoke(options);
        builder.Add(endpoint =>
        {
            if (endpoint.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(TSource)) == false)
            {
                throw new InvalidOperationException("Call services.AddDbContextVersions<TContext>() to use WithDbVersionSource().");
            }

            endpoint.Metadata.Add(options);
        });
        return builder;
    }
}
