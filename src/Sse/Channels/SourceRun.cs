namespace Investigations.Sse;

/// <summary>
/// The gapless run of a source's events that a channel's ring holds: where it began, where it ends, and what is known of what follows. Used under the
/// channel's gate only.
/// </summary>
internal sealed class SourceRun
{
    private string? _startedAt;
    private bool _isCompleted;
    private bool _isStale;

    public bool IsStarted { get; private set; }

    /// <summary>From where to read on.</summary>
    public string? Position { get; private set; }

    /// <summary>Whether the source had more than the last page.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether the source said with its last page that nothing follows.</summary>
    public bool WasCompleted => _isCompleted;

    /// <summary>As <see cref="WasCompleted"/>, and the channel has been watched ever since.</summary>
    public bool IsCompleted => _isCompleted && !_isStale;

    /// <summary>Begins with the page that was read from a place.</summary>
    public void Start(Place place, FramePage page, FrameRing ring)
    {
        _startedAt = place.ReadFrom;
        IsStarted = true;
        Append(page, ring);
    }

    public void Append(FramePage page, FrameRing ring)
    {
        foreach (var (id, bytes) in page.Items)
        {
            ring.Append(new Frame(ring.Head, id, bytes));
        }

        Position = page.Position;
        HasMore = page.HasMore;
        _isCompleted = page.IsCompleted && !page.HasMore;
        _isStale = false;
    }

    /// <summary>The number on the ring at which a stream goes on from a place that both know by an id or a position; -1 where there is none.</summary>
    public long Find(Place place, FrameRing ring)
    {
        if (!IsStarted)
        {
            return -1;
        }

        if (ring.IsWhole && place.Position is null && string.Equals(place.LastId, _startedAt, StringComparison.Ordinal))
        {
            return ring.Tail;
        }

        if (string.Equals(place.ReadFrom, Position, StringComparison.Ordinal))
        {
            return ring.Head;
        }

        return place.LastId is { } id && ring.IndexOf(id) is var sequence and >= 0 ? sequence + 1 : -1;
    }

    /// <summary>Nobody has watched for a while: what was true then need not be now.</summary>
    public void Unwatched() => _isStale = true;

    /// <summary>The place in the source is void.</summary>
    public void GiveUp()
    {
        IsStarted = HasMore = _isCompleted = false;
        _startedAt = Position = null;
    }
}
