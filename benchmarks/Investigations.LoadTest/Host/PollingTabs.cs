using System.Diagnostics;

namespace Investigations.LoadTest;

/// <summary>Tabs that poll once a second each, evenly spread, all in one thread. Times are taken from when a poll was due, not from when it could be sent.</summary>
internal sealed unsafe class PollingTabs : IDisposable
{
    private readonly Tab[] _tabs;
    private readonly int _epoll = Epoll.Create(0);
    private readonly Dictionary<int, int> _statuses = [];
    private readonly List<double> _times = new(1 << 17);

    public PollingTabs(IEnumerable<Tab> tabs)
    {
        _tabs = [.. tabs];
        for (var i = 0; i < _tabs.Length; i++)
        {
            var change = new Epoll.Event { Events = Epoll.In, Data = i };
            _ = Epoll.Control(_epoll, 1, (int)_tabs[i].Socket.Handle, &change);
        }
    }

    /// <summary>Answers by status.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>Milliseconds from due to read, in ascending order.</summary>
    public double[] Times => [.. _times.Order()];

    /// <summary>Polls that were due while the tab's last one was still unanswered.</summary>
    public int Skipped { get; private set; }

    public void Run(TimeSpan duration)
    {
        _statuses.Clear();
        _times.Clear();
        Skipped = 0;
        var ready = stackalloc Epoll.Event[256];
        var (start, due) = (Stopwatch.GetTimestamp(), 0L);
        var total = (long)(duration.TotalSeconds * _tabs.Length);
        while (due < total || Array.Exists(_tabs, static tab => tab.IsWaiting))
        {
            for (; due < total && DueAt(start, due) is var at && at <= Stopwatch.GetTimestamp(); due++)
            {
                Ask(_tabs[due % _tabs.Length], at);
            }

            var count = Epoll.Wait(_epoll, ready, 256, 1);
            for (var i = 0; i < count; i++)
            {
                Read(_tabs[ready[i].Data]);
            }
        }
    }

    public void Dispose()
    {
        Array.ForEach(_tabs, static tab => tab.Dispose());
        _ = Epoll.Close(_epoll);
    }

    private long DueAt(long start, long due) => start + (long)((double)due / _tabs.Length * Stopwatch.Frequency);

    private void Ask(Tab tab, long dueAt)
    {
        if (tab.IsWaiting)
        {
            Skipped++;
            return;
        }

        tab.Ask(dueAt);
    }

    private void Read(Tab tab)
    {
        if (tab.Read() is var status and > 0)
        {
            _times.Add(Stopwatch.GetElapsedTime(tab.DueAt).TotalMilliseconds);
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        }
    }
}
