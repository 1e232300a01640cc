namespace Investigations.Sse;

/// <summary>A channel without its types: the ring, who follows it, and how a stream finds its place on it.</summary>
internal abstract class ChannelCore : IDisposable
{
    private readonly int? _maxStreams;
    private FrameRing _ring;
    private long _visible;
    private int _streams;
    private bool _isRetired;
    private long _usedAt;

    protected ChannelCore(SseEngine engine, ChannelSettings settings)
    {
        Engine = engine;
        Settings = settings;
        _maxStreams = settings.MaxStreams;
        _ring = new FrameRing(settings.ReplayCapacity, settings.ReplayBytes, first: 1);
        _visible = 1;
        _usedAt = engine.Clock.Now;
        Fanout = new Fanout(engine.Clock, settings.CoalesceWindow, Show);
    }

    public SseEngine Engine { get; }

    public FrameRing Ring
    {
        get => Volatile.Read(ref _ring);
        protected set => Volatile.Write(ref _ring, value);
    }

    /// <summary>The number up to which streams may read: it moves with the fan-out, so that a window's events go together.</summary>
    public long Visible => Volatile.Read(ref _visible);

    public bool IsRetired => Volatile.Read(ref _isRetired);

    public int Count => Volatile.Read(ref _streams);

    protected ChannelSettings Settings { get; }

    protected Lock Gate { get; } = new();

    protected Fanout Fanout { get; }

    /// <summary>Adds a stream; <see langword="null"/> if the channel was dropped and its successor must be asked.</summary>
    public Admission? Enter(ChannelStream stream)
    {
        lock (Gate)
        {
            if (_isRetired)
            {
                return null;
            }

            if (_streams >= _maxStreams)
            {
                return Admission.Full;
            }

            Fanout.Add(stream);
            if (++_streams == 1)
            {
                OnFirst();
            }

            return Admission.Admitted;
        }
    }

    public void Leave(ChannelStream stream)
    {
        lock (Gate)
        {
            Fanout.Remove(stream);
            _usedAt = Engine.Clock.Now;
            if (--_streams == 0)
            {
                OnLast();
            }
        }
    }

    /// <summary>Drops the channel if nobody has used it for a while; at once if it holds nothing, as one that a client made up does.</summary>
    public bool TryRetire(long now, long idleTimeout)
    {
        lock (Gate)
        {
            if (_isRetired || _streams > 0 || (!Ring.IsEmpty && now - _usedAt < idleTimeout))
            {
                return false;
            }

            _isRetired = true;
        }

        Dispose();
        return true;
    }

    public virtual void Dispose() => Fanout.Dispose();

    /// <summary>The ring's place for a stream, or a page that brings it nearer.</summary>
    /// <exception cref="SseResetException">The stream cannot go on from its place.</exception>
    public abstract ValueTask<Joint> JoinAsync(Place place, CancellationToken cancellationToken);

    /// <summary>What happens to a stream whose next frame has left the ring.</summary>
    public abstract Joint Rejoin(Place place);

    /// <summary>A stream has come to the end of the ring.</summary>
    public virtual void Pull(long cursor)
    {
    }

    /// <summary>Whether nothing will follow what a stream has sent.</summary>
    public virtual bool IsCompletedAt(long cursor) => false;

    /// <summary>As <see cref="IsCompletedAt"/>, but the source is asked now.</summary>
    public virtual Task<bool> IsStillCompletedAtAsync(long cursor, CancellationToken cancellationToken) => Task.FromResult(false);

    protected void Used() => _usedAt = Engine.Clock.Now;

    protected virtual void OnFirst()
    {
    }

    protected virtual void OnLast()
    {
    }

    /// <summary>Never back: two fan-outs may pass here at once, and the later one may be the first to write.</summary>
    private void Show() => Highest.Raise(ref _visible, Ring.Head);
}
