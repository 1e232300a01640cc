using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Reads current tags from a source, and through the cache where a recent one will do.</summary>
internal sealed class TagReader(IOptions<OptimisticConcurrencyOptions> options, VersionCache cache, ConcurrencyMetrics metrics)
{
    private readonly bool _caches = options.Value.VersionCacheTtl > TimeSpan.Zero;

    /// <summary>The tag as the store of record has it now.</summary>
    public ValueTask<EntityTag?> ReadAsync(HttpContext context, IEntityTagSource source)
    {
        metrics.VersionRead(fromCache: false);
        return source.GetEntityTagAsync(context, context.RequestAborted);
    }

    /// <summary>The tag as the store of record has it now, which also renews the cached one.</summary>
    public ValueTask<EntityTag?> RefreshAsync(HttpContext context, IEntityTagSource source) =>
        _caches && source.GetCacheKey(context) is { } key ? RefreshAsync(key, context, source) : ReadAsync(context, source);

    /// <summary>A tag that is at most the time to live old, or a fresh one.</summary>
    public ValueTask<RecentTag> ReadRecentAsync(HttpContext context, IEntityTagSource source)
    {
        if (!_caches || source.GetCacheKey(context) is not { } key)
        {
            return ReadFreshAsync(context, source);
        }

        if (cache.TryGet(key, out var tag))
        {
            metrics.VersionRead(fromCache: true);
            return new(new RecentTag(tag, IsFresh: false));
        }

        return ReadSharedAsync(key, context, source);
    }

    private async ValueTask<RecentTag> ReadFreshAsync(HttpContext context, IEntityTagSource source) =>
        new(await ReadAsync(context, source), IsFresh: true);

    private async ValueTask<RecentTag> ReadSharedAsync(string key, HttpContext context, IEntityTagSource source)
    {
        var recent = await cache.GetAsync(key, () => source.GetEntityTagAsync(context, context.RequestAborted), context.RequestAborted);
        metrics.VersionRead(fromCache: !recent.IsFresh);
        return recent;
    }

    private async ValueTask<EntityTag?> RefreshAsync(string key, HttpContext context, IEntityTagSource source)
    {
        var startedAt = cache.Now;
        var tag = await ReadAsync(context, source);
        cache.Observe(key, tag, startedAt);
        return tag;
    }
}
