namespace Investigations.EventFeed;

/// <summary>One feed: its events by position, and where each id is.</summary>
internal sealed class InMemoryFeed(string name, long epoch)
{
    private readonly Lock _lock = new();
    private readonly List<FeedEvent> _events = [];
    private readonly Dictionary<string, (long Sequence, long TimestampMs)> _ids = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, long TimestampMs)> _trimmedIds = new();
    private FeedHead _head = new() { Feed = name, Epoch = epoch, Sequence = 0 };

    public FeedHead Head
    {
        get
        {
            lock (_lock)
            {
                return _head;
            }
        }
    }

    public IReadOnlyList<StoredAppend> Append(StoreAppend append, FeedClock clock)
    {
        lock (_lock)
        {
            var timestampMs = clock.Next(_head.Timestamp?.ToUnixTimeMilliseconds() ?? 0);
            var results = new StoredAppend[append.Events.Count];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = Append(append.Events[i], timestampMs, append.CheckIds);
            }

            return results;
        }
    }

    public StorePage Read(StoreRead read)
    {
        lock (_lock)
        {
            var anchorId = At(read.After)?.Id;
            var events = new List<FeedEvent>();
            var bytes = 0L;
            var first = FirstIndex(read);
            for (var i = first; i < _events.Count; i++)
            {
                var item = _events[i];
                var included = read.Includes(item.Type, item.Subject);
                var isFull = events.Count == read.Limit || i - first == read.MaxScan
                    || (included && events.Count > 0 && bytes + item.ApproximateSize > read.MaxBytes);
                if (isFull)
                {
                    return Full(anchorId, events, _events[i - 1]);
                }

                if (included)
                {
                    events.Add(item);
                    bytes += item.ApproximateSize;
                }
            }

            return events.Count == read.Limit ? Full(anchorId, events, _events[^1]) : StorePage.AtEnd(_head, anchorId, events);
        }
    }

    public TrimResult Trim(StoreTrim trim)
    {
        lock (_lock)
        {
            var count = _events.TakeWhile(item =>
                item.Sequence <= trim.ThroughSequence && item.Timestamp.ToUnixTimeMilliseconds() < trim.BeforeMs).Count();
            if (count > 0)
            {
                foreach (var item in _events.Take(count))
                {
                    _trimmedIds.Enqueue((item.Id, item.Timestamp.ToUnixTimeMilliseconds()));
                }

                _head = _head with { Floor = _events[count - 1].Sequence };
                _events.RemoveRange(0, count);
            }

            while (_trimmedIds.TryPeek(out var oldest) && oldest.TimestampMs < trim.ForgetIdsBeforeMs)
            {
                _ids.Remove(_trimmedIds.Dequeue().Id);
            }

            return new TrimResult(count, _head.Floor);
        }
    }

    private StoredAppend Append(PendingEvent pending, long timestampMs, bool checkId)
    {
        if (checkId && _ids.TryGetValue(pending.Id, out var stored))
        {
            return new StoredAppend(IsNew: false, stored.Sequence, stored.TimestampMs, At(stored.Sequence));
        }

        var added = pending.At(_head.Sequence + 1, timestampMs);
        _events.Add(added);
        if (checkId)
        {
            _ids.Add(pending.Id, (added.Sequence, timestampMs));
        }

        _head = _head with { Sequence = added.Sequence, Timestamp = added.Timestamp, LastId = added.Id };
        return new StoredAppend(IsNew: true, added.Sequence, timestampMs, Existing: null);
    }

    private StorePage Full(string? anchorId, List<FeedEvent> events, FeedEvent last) => new()
    {
        Head = _head,
        AnchorId = anchorId,
        Events = events,
        ScannedTo = last.Sequence,
        ScannedToId = last.Id,
        ReachedEnd = false,
    };

    private FeedEvent? At(long sequence)
    {
        var index = sequence - _head.Floor - 1;
        return index >= 0 && index < _events.Count ? _events[(int)index] : null;
    }

    private int FirstIndex(StoreRead read)
    {
        var after = (int)Math.Clamp(read.After - _head.Floor, 0, _events.Count);
        return read.SinceMs is { } sinceMs ? Math.Max(after, FirstIndexSince(sinceMs)) : after;
    }

    private int FirstIndexSince(long sinceMs)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = _events[middle].Timestamp.ToUnixTimeMilliseconds() < sinceMs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
