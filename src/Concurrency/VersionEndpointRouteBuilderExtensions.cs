using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency;

/// <summary>Serves versions and their history.</summary>
public static class VersionEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps GET and HEAD of <c>{pattern}/version</c> and <c>{pattern}/version-history</c>, from the registered <see cref="IVersionHistorySource"/>.
    /// Both are conditional.
    /// </summary>
    /// <returns>A builder for both endpoints.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is smaller than 1, or the default is greater than the maximum.</exception>
    public static IEndpointConventionBuilder MapVersions(
        this IEndpointRouteBuilder endpoints, string pattern, Action<VersionEndpointOptions>? configure = null) =>
        endpoints.MapVersions<IVersionHistorySource>(pattern, configure);

    /// <inheritdoc cref="MapVersions(IEndpointRouteBuilder, string, Action{VersionEndpointOptions}?)"/>
    /// <typeparam name="TSource">The registered service to take them from, where there is one for each kind of resource.</typeparam>
    public static IEndpointConventionBuilder MapVersions<TSource>(
        this IEndpointRouteBuilder endpoints, string pattern, Action<VersionEndpointOptions>? configure = null)
        where TSource : class, IVersionHistorySource
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);

        var options = new VersionEndpointOptions();
        configure?.Invoke(options);
        ArgumentException.ThrowIfNullOrEmpty(options.ResourceIdName, nameof(options.ResourceIdName));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DefaultLimit, 1, nameof(options.DefaultLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLimit, options.DefaultLimit, nameof(options.MaxLimit));

        var handlers = new VersionEndpoints(options, context => context.RequestServices.GetRequiredService<TSource>());
        var route = endpoints.MapGroup(pattern);
        route.MapMethods("version", VersionEndpoints.Methods, handlers.VersionAsync)
            .WithMetadata([TagsItselfMetadata.Instance, .. VersionEndpointDescription.OfVersion(handlers)]);
        route.MapMethods("version-history", VersionEndpoints.Methods, handlers.HistoryAsync)
            .WithMetadata(VersionEndpointDescription.OfHistory(handlers));
        return route.WithConditionalGet();
    }
}
