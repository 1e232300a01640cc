namespace Investigations.RateLimiting;

/// <summary>
/// What is remembered of one key under one policy: 32 bytes; all zeros is a key never seen.
/// Instants are ticks of 100 ns on the store's own clock.
/// </summary>
internal struct LimitState
{
    /// <summary>When the window began; for the token bucket, when <see cref="Used"/> was last brought up to date.</summary>
    public long Anchor;

    /// <summary>
    /// Permits used in the window; for the token bucket, what has not drained yet, in permits times ticks and below zero, so that a policy whose
    /// algorithm changes does not take the one for the other: its counters start anew.
    /// </summary>
    public long Used;

    /// <summary>The end of the last violation episode, from which decay counts; moved on by each interval that is forgiven.</summary>
    public long Until;

    /// <summary>The sliding window's count of the window before.</summary>
    public int Previous;

    /// <summary>Requests during the episode, where they count towards escalation.</summary>
    public ushort Pressed;

    private const int Penalty = 1 << 15;

    // A flag of its own would make the state longer by eight bytes.
    private ushort _standing;

    /// <summary>Episodes not forgiven yet.</summary>
    public int Level
    {
        readonly get => _standing & ~Penalty;
        set => _standing = (ushort)(value | (_standing & Penalty));
    }

    /// <summary>Whether the episode is a penalty, which stands whatever the counters say.</summary>
    public bool Penalized
    {
        readonly get => (_standing & Penalty) != 0;
        set => _standing = (ushort)(Level | (value ? Penalty : 0));
    }
}
