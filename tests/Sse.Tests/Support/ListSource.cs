using System.Globalization;
using System.Net.ServerSentEvents;

namespace Investigations.Sse.Tests;

/// <summary>Events with ids c1, c2, c3…, whose data is 1, 2, 3… unless it was given.</summary>
internal sealed class ListSource : ISseSource<string, string>
{
    private readonly Lock _gate = new();
    private readonly List<string> _events = [];
    private int _reads;
    private int _running;

    public bool IsCompleted { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public bool IsReading => Volatile.Read(ref _running) > 0;

    /// <summary>Runs before each read, outside the lock.</summary>
    public Func<CancellationToken, Task>? BeforeRead { get; set; }

    /// <summary>Runs between what a read sees and its return.</summary>
    public Func<Task>? AfterRead { get; set; }

    /// <summary>Which ids are of a feed that is gone.</summary>
    public Func<string?, bool> Refuse { get; set; } = static _ => false;

    public Func<int, string> IdOf { get; set; } = number => $"c{number}";

    public static IEnumerable<string> Range(int first, int count) =>
        Enumerable.Range(first, count).Select(number => number.ToString(CultureInfo.InvariantCulture));

    public void Add(int count)
    {
        lock (_gate)
        {
            _events.AddRange(Range(_events.Count + 1, count));
        }
    }

    public void Add(string data)
    {
        lock (_gate)
        {
            _events.Add(data);
        }
    }

    public async ValueTask<SseSourcePage<string>> ReadAsync(string key, string? afterId, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        Interlocked.Increment(ref _reads);
        try
        {
            return await ReadAsync(afterId, limit, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task<SseSourcePage<string>> ReadAsync(string? afterId, int limit, CancellationToken cancellationToken)
    {
        if (BeforeRead is { } before)
        {
            await before(cancellationToken);
        }

        if (Refuse(afterId))
        {
            throw new SseResetException("feed_reset") { Resume = "/start" };
        }

        var page = Read(afterId, limit);
        if (AfterRead is { } after)
        {
            await after();
        }

        return page;
    }

    private SseSourcePage<string> Read(string? afterId, int limit)
    {
        lock (_gate)
        {
            var after = afterId is null ? 0 : Parse(afterId);
            var items = Enumerable.Range(after + 1, Math.Min(limit, _events.Count - after))
                .Select(number => new SseItem<string>(_events[number - 1]) { EventId = IdOf(number) }).ToArray();
            return new SseSourcePage<string>(items) { HasMore = after + items.Length < _events.Count, IsCompleted = IsCompleted };
        }
    }

    /// <summary>The number between the letter and an optional dot.</summary>
    private int Parse(string id) =>
        id.StartsWith('c') && int.TryParse(id[1..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= _events.Count
            ? number
            : throw new SseResetException("invalid_cursor") { Resume = "/start" };
}
