namespace Investigations.Sse;

/// <summary>
/// A channel whose events are a source's. The ring holds a gapless run of them that one poll extends for all streams; a stream
/// that resumes elsewhere reads pages of its own until it meets the ring.
/// </summary>
internal sealed class SourcedCore : ChannelCore
{
    private readonly SourceReader _reader;
    private readonly SourcePoller _poller;
    private readonly SourceJoin _join;
    private readonly SourceRun _run = new();

    public SourcedCore(SseEngine engine, ChannelSettings settings, SourceReader reader)
        : base(engine, settings)
    {
        _reader = reader;
        _poller = new SourcePoller(engine, settings, this);
        _join = new SourceJoin(this, reader, _poller, settings.PageSize);
    }

    /// <summary>Whether the ring has a place in the source.</summary>
    public bool IsStarted
    {
        get
        {
            lock (Gate)
            {
                return _run.IsStarted;
            }
        }
    }

    public void Wake() => _poller.Wake();

    public override void Dispose()
    {
        _poller.Dispose();
        base.Dispose();
    }

    public override ValueTask<Joint> JoinAsync(Place place, CancellationToken cancellationToken) => _join.JoinAsync(place, cancellationToken);

    public override Joint Rejoin(Place place) => new(-1, [], place);

    public override void Pull(long cursor)
    {
        lock (Gate)
        {
            if (!_run.HasMore || cursor < Ring.Head)
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
            return _run.IsCompleted && cursor == Ring.Head;
        }
    }

    public override async Task<bool> IsStillCompletedAtAsync(long cursor, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (!_run.WasCompleted || cursor != Ring.Head)
            {
                return false;
            }
        }

        return await _poller.PollToEndAsync(cancellationToken) == cursor && IsCompletedAt(cursor);
    }

    /// <summary>The number on the ring at which a stream goes on from a place; -1 where the ring does not know it.</summary>
    public long Find(Place place)
    {
        lock (Gate)
        {
            return _run.Find(place, Ring);
        }
    }

    /// <summary>Starts the ring with the page after a place, and answers that page's first number; -1 if it has been started already.</summary>
    public long TryStart(Place place, FramePage page)
    {
        lock (Gate)
        {
            if (_run.IsStarted)
            {
                return -1;
            }

            var first = Ring.Head;
            _run.Start(place, page, Ring);
            Fanout.Appended(atOnce: true);
            return first;
        }
    }

    /// <summary>Reads the page after the ring's end and appends it. Only the poller calls this, one call at a time.</summary>
    public async Task<Extension> ExtendAsync(CancellationToken cancellationToken)
    {
        string? after;
        bool isCatchingUp;
        lock (Gate)
        {
            if (!_run.IsStarted)
            {
                return Extension.None;
            }

            (after, isCatchingUp) = (_run.Position, _run.HasMore);
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
            _run.Append(page, Ring);
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
        _run.Unwatched();
        _poller.Resume(_run.IsStarted);
    }

    protected override void OnLast() => _poller.Pause();

    /// <summary>The ring's place in the source is void. Its streams fall out of the empty ring and are told by the source, each for its own id.</summary>
    private void StartOver()
    {
        lock (Gate)
        {
            Ring = new FrameRing(Settings.ReplayCapacity, Settings.ReplayBytes, Ring.Head + 1);
            _run.GiveUp();
        }

        Fanout.Appended(atOnce: true);
    }
}
