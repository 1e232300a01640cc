using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Recently known tags by key, a bounded number of them, each read by one request at a time.</summary>
internal sealed class VersionCache(TimeProvider time, IOptions<OptimisticConcurrencyOptions> options) : IVersionCache
{
    private readonly ConcurrentDictionary<string, CachedTag> _tags = new(StringComparer.Ordinal);
    private readonly long _ttl = (long)(options.Value.VersionCacheTtl.TotalSeconds * time.TimestampFrequency);
    private readonly int _capacity = options.Value.VersionCacheSize;
    private int _trimming;

    public long Now => time.GetTimestamp();

    public int Count => _tags.Count;

    public bool TryGet(string key, out EntityTag tag)
    {
        var known = _tags.TryGetValue(key, out var cached) ? cached.Since(Now - _ttl) : null;
        tag = known.GetValueOrDefault();
        return known is not null;
    }

    /// <summary>The tag known under the key, else what the reader finds: for all who ask meanwhile, it is called once.</summary>
    public async Task<RecentTag> GetAsync(string key, Func<ValueTask<EntityTag?>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var cached = Entry(key);
            TaskCompletionSource<EntityTag?> reading;
            bool isReader;
            lock (cached.Gate)
            {
                if (cached.Since(Now - _ttl) is { } tag)
                {
                    return new(tag, IsFresh: false);
                }

                isReader = cached.Reading is null;
                reading = cached.Reading ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (isReader)
            {
                return new(await ReadAsync(cached, reading, read, cancellationToken), IsFresh: true);
            }

            try
            {
                return new(await reading.Task.WaitAsync(cancellationToken), IsFresh: false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The request that was reading has gone away; another one reads.
            }
        }
    }

    public void Observe(string key, EntityTag? found, long startedAt) => Entry(key).Observe(found, startedAt);

    public void Set(string key, EntityTag version)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_ttl > 0)
        {
            Entry(key).Write(version, Now);
        }
    }

    public void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _tags.TryRemove(key, out _);
    }

    private async Task<EntityTag?> ReadAsync(
        CachedTag cached, TaskCompletionSource<EntityTag?> reading, Func<ValueTask<EntityTag?>> read, CancellationToken cancellationToken)
    {
        var startedAt = Now;
        try
        {
            var known = cached.Observe(await read(), startedAt);
            End(cached);
            reading.SetResult(known);
            return known;
        }
        catch (Exception exception)
        {
            End(cached);
            if (cancellationToken.IsCancellationRequested)
            {
                reading.SetCanceled(cancellationToken);
            }
            else
            {
                reading.SetException(exception);
                _ = reading.Task.Exception;
            }

            throw;
        }
    }

    private static void End(CachedTag cached)
    {
        lock (cached.Gate)
        {
            cached.Reading = null;
        }
    }

    private CachedTag Entry(string key)
    {
        if (_tags.TryGetValue(key, out var cached))
        {
            return cached;
        }

        Trim();
        return _tags.GetOrAdd(key, static _ => new CachedTag());
    }

    /// <summary>Makes room when the cache is full: first what is too old to be used, then whatever comes first.</summary>
    private void Trim()
    {
        if (_tags.Count < _capacity || Interlocked.Exchange(ref _trimming, 1) == 1)
        {
            return;
        }

        var oldest = Now - _ttl;
        var tooMany = _tags.Count - (_capacity - (_capacity / 10) - 1);
        foreach (var (key, cached) in _tags)
        {
            if (cached.Since(oldest) is null)
            {
                tooMany -= _tags.TryRemove(key, out _) ? 1 : 0;
            }
        }

        foreach (var (key, _) in _tags)
        {
            if (tooMany-- <= 0)
            {
                break;
            }

            _tags.TryRemove(key, out _);
        }

        Volatile.Write(ref _trimming, 0);
    }
}
