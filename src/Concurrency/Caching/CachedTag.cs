namespace Investigations.Concurrency;

/// <summary>
/// The last known tag of one resource. A read that began before a write on this node can't undo what the write has put here.
/// Times are timestamps of the cache's clock.
/// </summary>
internal sealed class CachedTag
{
    private EntityTag? _tag;
    private long _asOf;
    private long _writtenAt = long.MinValue;

    public Lock Gate { get; } = new();

    /// <summary>The read that is under way, for all who wait for it.</summary>
    public TaskCompletionSource<EntityTag?>? Reading { get; set; }

    public EntityTag? Since(long oldest)
    {
        lock (Gate)
        {
            return _asOf >= oldest ? _tag : null;
        }
    }

    /// <summary>Takes over what a read has found, and says what is known now.</summary>
    public EntityTag? Observe(EntityTag? found, long startedAt)
    {
        lock (Gate)
        {
            if (_writtenAt >= startedAt)
            {
                if (found is { IsVersion: true } version && _tag is { IsVersion: true } known && version.Version > known.Version)
                {
                    _tag = found;
                }
            }
            else if (_tag is null || _asOf <= startedAt)
            {
                _tag = found;
                _asOf = startedAt;
            }

            return _tag;
        }
    }

    public void Write(EntityTag tag, long now)
    {
        lock (Gate)
        {
            if (_tag is { IsVersion: true } known && tag.IsVersion && known.Version > tag.Version)
            {
                return;
            }

            _tag = tag;
            _asOf = now;
            _writtenAt = now;
        }
    }
}
