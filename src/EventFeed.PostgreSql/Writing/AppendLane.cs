namespace Investigations.EventFeed.PostgreSql;

/// <summary>
/// The appends of one feed on this node: while one transaction is under way, those that come meanwhile wait and then share the next.
/// A feed has only one writer at a time anyway; so they lose nothing by it.
/// </summary>
internal sealed class AppendLane
{
    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly Queue<WaitingAppend> _waiting = new();
    private bool _running;
    private bool _closed;

    /// <summary>Queues an append.</summary>
    /// <returns>Whether it was accepted, and whether the caller is to start the writer.</returns>
    public (bool Accepted, bool Start) Add(WaitingAppend append)
    {
        lock (_waiting)
        {
            if (_closed)
            {
                return (false, false);
            }

            _waiting.Enqueue(append);
            var start = !_running;
            _running = true;
            return (true, start);
        }
    }

    /// <summary>What goes into the next transaction; empty when nothing waits, and then the lane is closed.</summary>
    public List<WaitingAppend> Take(int maxEvents)
    {
        var taken = new List<WaitingAppend>();
        var (events, bytes) = (0, 0L);
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var next))
            {
                if (!next.IsGivenUp)
                {
                    (events, bytes) = (events + next.Append.Events.Count, bytes + next.Bytes);
                    if (taken.Count > 0 && (events > maxEvents || bytes > MaxBytes || next.Append.CheckIds != taken[0].Append.CheckIds))
                    {
                        break;
                    }

                    taken.Add(next);
                }

                _waiting.Dequeue();
            }

            _closed = taken.Count == 0;
        }

        return taken;
    }
}
