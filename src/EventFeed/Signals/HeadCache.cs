using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>
/// Heads read lately, to answer unchanged polls without a page read: one store call per feed and poll interval however many ask,
/// and a fresh one as soon as this node appends.
/// </summary>
internal sealed class HeadCache
{
    private const int SweepAt = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly IEventFeedStore _store;
    private readonly FeedWatchers _watchers;
    private readonly IOptions<EventFeedOptions> _options;
    private readonly TimeProvider _time;

    public HeadCache(IEventFeedStore store, FeedWatchers watchers, IOptions<EventFeedOptions> options, TimeProvider time)
    {
        (_store, _watchers, _options, _time) = (store, watchers, options, time);
        watchers.Woken += Forget;
    }

    public Task<FeedHead> GetAsync(string feed, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(feed, out var entry) || !IsFresh(entry))
        {
            entry = Renew(feed, entry);
        }

        return entry.Head.WaitAsync(cancellationToken);
    }

    /// <summary>Takes in a head that was read from the store at or after a timestamp.</summary>
    public void Put(FeedHead head, long started)
    {
        _entries[head.Feed] = new Entry(started, Task.FromResult(head));
        if (_watchers.HasPassed(head))
        {
            Forget(head.Feed);
        }
    }

    private void Forget(string feed) => _entries.TryRemove(feed, out _);

    private bool IsFresh(Entry entry) =>
        !entry.Head.IsFaulted && _time.GetElapsedTime(entry.Started) < _options.Value.HeadPollInterval;

    private Entry Renew(string feed, Entry? stale)
    {
        if (_entries.Count > SweepAt)
        {
            Sweep();
        }

        var source = new TaskCompletionSource<FeedHead>(TaskCreationOptions.RunContinuationsAsynchronously);
        var fresh = new Entry(_time.GetTimestamp(), source.Task);
        var current = stale is not null && _entries.TryUpdate(feed, fresh, stale) ? fresh : _entries.GetOrAdd(feed, fresh);
        if (ReferenceEquals(current, fresh))
        {
            _ = ReadAsync(feed, source);
        }

        return current;
    }

    private async Task ReadAsync(string feed, TaskCompletionSource<FeedHead> source)
    {
        try
        {
            var heads = await _store.GetHeadsAsync([feed], CancellationToken.None);
            source.SetResult(heads[0]);
        }
#pragma warning disable CA1031 // It is handed to all who asked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            source.SetException(exception);
            _ = source.Task.Exception;
        }
    }

    private void Sweep()
    {
        foreach (var (feed, entry) in _entries)
        {
            if (!IsFresh(entry))
            {
                _entries.TryRemove(new(feed, entry));
            }
        }
    }

    private sealed record Entry(long Started, Task<FeedHead> Head);
}
