namespace Investigations.Sse;

/// <summary>
/// A channel whose events are a source's. The ring holds a gapless run of them that one poll extends for all streams; a stream
/// that resumes elsewhere reads pages of its own until it meets the ring.
/// </summary>
internal sealed class SourcedCore : ChannelCore
{
    private readonly SourceReader _reader;
    private readonly SourcePoller _poller;
    private readonly SemaphoreSlim _starting = new(1);
    private bool _isStarted;
    private string? _startId;
    private string? _position;
    private bool _hasMore;
    private bool _isCompleted;
    private bool _isStale;

    public SourcedCore(SseEngine engine, ChannelSettings settings, SourceReader reader)
        : base(engine, settings)
    {
        _reader = reader;
        _poller = new SourcePoller(engine, settings, this);
    }

    public void Wake() => _poller.Wake();

    public override void Dispose()
    {
        _poller.Dispose();
        base.Dispose();
    }

    /// <summary>
    /// Finds the ring by an id or position that both know. Where there is none in common: a stream that reads nothing after its
    /// place, in a read that began after a poll had reached the source's end, stands where that poll ended. It cannot be behind,
    /// for nothing followed; it cannot be ahead, for it had its place before the poll began.
    /// </summary>
    public override async ValueTask<Joint> JoinAsync(Place place, CancellationToken cancellationToken)
    {
        if (place is { LastId: null, Position: null, Start: SseStart.End })
        {
            place = new Place(await _reader.GetEndAsync(cancellationToken), null, SseStart.Beginning);
        }

        var polledTo = -1L;
        while (true)
        {
            if (Match(place) is var cursor and >= 0)
            {
                return Joint.On(cursor, place);
            }

            var page = await ReadFirstOrNextAsync(place, cancellationToken);
            if (page is not { } read)
            {
                continue;
            }

            if (TryStart(place, read) is var first and >= 0)
            {
                _poller.Poke();
                return Joint.On(first, place);
            }

            if (read.Items.Count > 0)
            {
                return new Joint(-1, [.. read.Items.Select(static item => new Frame(0, item.Id, item.Bytes))], new Place(read.Items[^1].Id, read.Position, place.Start));
            }

            place = place with { Position = read.Position };
            if (read.HasMore)
            {
                polledTo = -1;
            }
            else if (polledTo >= 0)
            {
                return Joint.On(polledTo, place);
            }
            else
            {
                polledTo = await _poller.PollToEndAsync(cancellationToken);
            }
        }
    }

    public override Joint Rejoin(Place place) => new(-1, [], place);

    public override void Pull(long cursor)
    {
        lock (Gate)
        {
            if (!_hasMore || cursor < Ring.Head)
            {
                return;
            }
        }

        _poller.Pull();
    }

    public override bool IsCompletedAt(long cursor)
    {
        lock (Gate)
        {
            return _isCompleted && !_isStale && cursor == Ring.Head;
        }
    }

    public override async Task<bool> IsStillCompletedAtAsync(long cursor, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (!_isCompleted || cursor != Ring.Head)
            {
                return false;
            }
        }

        return await _poller.PollToEndAsync(cancellationToken) == cursor && IsCompletedAt(cursor);
    }

    /// <summary>Reads the page after the ring's end and appends it. Only the poller calls this, one call at a time.</summary>
    public async Task<Extension> ExtendAsync(CancellationToken cancellationToken)
    {
        string? after;
        bool isCatchingUp;
        lock (Gate)
        {
            if (!_isStarted)
            {
                return Extension.None;
            }

            after = _position;
            isCatchingUp = _hasMore;
        }

        FramePage page;
        try
        {
            page = await _reader.ReadAsync(after, Settings.PageSize, isPoll: true, cancellationToken);
        }
        catch (SseResetException)
        {
            StartOver();
            throw;
        }

        long head;
        lock (Gate)
        {
            Append(page);
            head = Ring.Head;
        }

        if (page.Items.Count > 0 || page.IsCompleted)
        {
            Fanout.Appended(atOnce: isCatchingUp || page.HasMore || page.IsCompleted);
        }

        return new Extension(page.HasMore, page.Items.Count == 0, head);
    }

    protected override void OnFirst()
    {
        // What was true when the channel was last watched need not be now.
        _isStale = true;
        _poller.Resume(_isStarted);
    }

    protected override void OnLast() => _poller.Pause();

    /// <summary>The first streams of a channel wait for one of them to start the ring, rather than all reading the same page.</summary>
    private async Task<FramePage?> ReadFirstOrNextAsync(Place place, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isStarted))
        {
            return await _reader.ReadPatientlyAsync(place.ReadFrom, Settings.PageSize, cancellationToken);
        }

        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _isStarted))
            {
                return null;
            }

            var page = await _reader.ReadPatientlyAsync(place.ReadFrom, Settings.PageSize, cancellationToken);
            return page;
        }
        finally
        {
            _starting.Release();
        }
    }

    private long Match(Place place)
    {
        lock (Gate)
        {
            if (!_isStarted)
            {
                return -1;
            }

            if (Ring.IsWhole && place.Position is null && string.Equals(place.LastId, _startId, StringComparison.Ordinal))
            {
                return Ring.Tail;
            }

            if (string.Equals(place.ReadFrom, _position, StringComparison.Ordinal))
            {
                return Ring.Head;
            }

            return place.LastId is { } id && Ring.IndexOf(id) is var sequence and >= 0 ? sequence + 1 : -1;
        }
    }

    private long TryStart(Place place, FramePage page)
    {
        lock (Gate)
        {
            if (_isStarted)
            {
                return -1;
            }

            _startId = place.ReadFrom;
            Volatile.Write(ref _isStarted, true);
            var first = Ring.Head;
            Append(page);
            Fanout.Appended(atOnce: true);
            return first;
        }
    }

    private void Append(FramePage page)
    {
        foreach (var (id, bytes) in page.Items)
        {
            Ring.Append(new Frame(Ring.Head, id, bytes));
        }

        _position = page.Position;
        _hasMore = page.HasMore;
        _isCompleted = page.IsCompleted && !page.HasMore;
        _isStale = false;
    }

    /// <summary>The ring's place in the source is void. Its streams fall out of the empty ring and are told by the source, each for its own id.</summary>
    private void StartOver()
    {
        lock (Gate)
        {
            Ring = new FrameRing(Settings.ReplayCapacity, Settings.ReplayBytes, Ring.Head + 1);
            Volatile.Write(ref _isStarted, false);
            _startId = _position = null;
            _hasMore = _isCompleted = false;
        }

        Fanout.Appended(atOnce: true);
    }
}
