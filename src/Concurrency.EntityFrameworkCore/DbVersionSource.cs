using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>
/// Takes versions from the database, by a primary key that stands in the route. Added to endpoints by
/// <see cref="DbVersionSourceEndpointConventionBuilderExtensions.WithDbVersionSource{TContext, TEntity}(RouteGroupBuilder, Action{DbVersionSourceOptions}?)"/>.
/// </summary>
public sealed class DbVersionSource<TContext, TEntity> : IVersionSource
    where TContext : DbContext
    where TEntity : class
{
    private readonly TContext _context;
    private readonly IServiceScopeFactory _scopes;

    /// <summary>Called by the service provider.</summary>
    public DbVersionSource(TContext context, IServiceScopeFactory scopes)
    {
        _context = context;
        _scopes = scopes;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (KeyOf(context) is not { } key)
        {
            return null;
        }

        if (_context.Database.CurrentTransaction is null)
        {
            return await VersionReader.ReadAsync<TEntity>(_context, key, cancellationToken);
        }

        // A transaction that lost a race still sees the version from before, or nothing at all.
        await using var scope = _scopes.CreateAsyncScope();
        return await VersionReader.ReadAsync<TEntity>(scope.ServiceProvider.GetRequiredService<TContext>(), key, cancellationToken);
    }

    /// <inheritdoc/>
    public string? GetCacheKey(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = OptionsOf(context);
        return options.Cached
            ? $"{typeof(TContext).FullName}:{typeof(TEntity).FullName}:{string.Join('\n', options.RouteValues.Select(name => TextOf(context, name)))}"
            : null;
    }

    private static DbVersionSourceOptions OptionsOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<DbVersionSourceOptions>() ?? new DbVersionSourceOptions();

    private static string TextOf(HttpContext context, string name) => context.GetRouteValue(name)?.ToString() ?? throw new InvalidOperationException(
        $"{context.GetEndpoint()?.DisplayName ?? "The request"} has no route value '{name}': name those of the key in {nameof(DbVersionSourceOptions.RouteValues)}.");

    private object?[]? KeyOf(HttpContext context)
    {
        var names = OptionsOf(context).RouteValues;
        var entityType = _context.Model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is no entity of {typeof(TContext).Name}.");
        var parts = entityType.FindPrimaryKey()?.Properties ?? [];
        if (parts.Count != names.Count)
        {
            throw new InvalidOperationException(
                $"The key of {typeof(TEntity).Name} has {parts.Count} parts, and {names.Count} are named in {nameof(DbVersionSourceOptions.RouteValues)}.");
        }

        var key = parts.Select((part, i) => RouteKey.Parse(part, TextOf(context, names[i]))).ToArray();
        return Array.IndexOf(key, null) < 0 ? key : null;
    }
}
