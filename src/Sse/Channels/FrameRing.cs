namespace Investigations.Sse;

/// <summary>
/// The newest frames of a channel, numbered without gaps. One appends at a time; any number read without a lock: a slot either
/// holds the frame asked for or it does not.
/// </summary>
internal sealed class FrameRing(int capacity, long maxBytes, long first)
{
    private readonly long _first = first;
    private Frame?[] _slots = new Frame?[Math.Min(capacity, 8)];
    private long _tail = first;
    private long _head = first;
    private long _bytes;

    /// <summary>The oldest frame's number; the next frame's where there is none.</summary>
    public long Tail => Volatile.Read(ref _tail);

    /// <summary>The next frame's number.</summary>
    public long Head => Volatile.Read(ref _head);

    public bool IsEmpty => Head == Tail;

    /// <summary>Whether no frame was ever dropped.</summary>
    public bool IsWhole => Tail == _first;

    public void Append(Frame frame)
    {
        if (_head - _tail == _slots.Length && _slots.Length < capacity)
        {
            Grow();
        }

        while (_head > _tail && (_head - _tail == _slots.Length || _bytes + frame.Bytes.Length > maxBytes))
        {
            ref var oldest = ref _slots[_tail % _slots.Length];
            _bytes -= oldest!.Bytes.Length;
            oldest = null;
            Volatile.Write(ref _tail, _tail + 1);
        }

        Volatile.Write(ref _slots[_head % _slots.Length], frame);
        _bytes += frame.Bytes.Length;
        Volatile.Write(ref _head, _head + 1);
    }

    /// <summary>The frame of a number below a <see cref="Head"/> that the caller has seen; <see langword="null"/> if it was dropped.</summary>
    public Frame? Find(long sequence)
    {
        var slots = Volatile.Read(ref _slots);
        var frame = Volatile.Read(ref slots[sequence % slots.Length]);
        return frame?.Sequence == sequence ? frame : null;
    }

    /// <summary>The number of the frame with an id, looked for from the newest back; -1 where there is none.</summary>
    public long IndexOf(string id)
    {
        for (var sequence = Head - 1; sequence >= Tail; sequence--)
        {
            if (Find(sequence) is not { } frame)
            {
                return -1;
            }

            if (string.Equals(frame.Id, id, StringComparison.Ordinal))
            {
                return sequence;
            }
        }

        return -1;
    }

    private void Grow()
    {
        var larger = new Frame?[Math.Min(capacity, _slots.Length * 2)];
        for (var sequence = _tail; sequence < _head; sequence++)
        {
            larger[sequence % larger.Length] = _slots[sequence % _slots.Length];
        }

        Volatile.Write(ref _slots, larger);
    }
}
