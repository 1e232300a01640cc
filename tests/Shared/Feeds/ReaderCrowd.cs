using System.Text.Json;
using Investigations.EventFeed;

namespace Investigations.Testing;

/// <summary>Readers of every kind: one that tails, one that polls long, one that pages by cursor at its own pace and with any limit.</summary>
internal sealed class ReaderCrowd
{
    private const string End = "the end";

    private readonly IFeedNode _node;
    private readonly CancellationToken _cancellation;
    private readonly Task<List<string>>[] _readers;

    public ReaderCrowd(IFeedNode node, CancellationToken cancellationToken)
    {
        (_node, _cancellation) = (node, cancellationToken);
        var random = new Random(1);
        _readers =
        [
            Task.Run(TailAsync, cancellationToken),
            Task.Run(() => PageAsync(() => (7, TimeSpan.FromSeconds(1), TimeSpan.Zero)), cancellationToken),
            Task.Run(() => PageAsync(() => (random.Next(1, 200), TimeSpan.Zero, TimeSpan.FromMilliseconds(random.Next(30)))), cancellationToken),
        ];
    }

    /// <summary>Ends the feed, and holds what each reader saw against what is stored and what the writers were told.</summary>
    public async Task VerifyAsync(WriterCrowd writers)
    {
        await AgainAsync(async () => await _node.Feed.AppendAsync(Writer.Feed, [new NewFeedEvent("end", JsonElement.Parse("{}")) { Id = End }], _cancellation));
        var stored = (await _node.Store.ReadAsync(new StoreRead { Feed = Writer.Feed, After = 0, Limit = int.MaxValue }, _cancellation)).Events;

        // A statement of a writer that was killed may still have been under way in the server, and follow the end, where readers stop.
        string[] all = [.. stored.Select(static item => item.Id)];
        foreach (var reader in _readers)
        {
            Assert.Equal(all[..(Array.IndexOf(all, End) + 1)], await reader);
        }

        var ids = all.ToHashSet();
        Assert.Equal(stored.Count, ids.Count);
        Assert.Empty(writers.Acknowledged.Except(ids));
        Assert.Empty(writers.RolledBack.Intersect(ids));
        Assert.NotEmpty(writers.RolledBack);
        Assert.All(stored.Zip(stored.Skip(1)), static pair =>
        {
            Assert.True(pair.Second.Sequence > pair.First.Sequence);
            Assert.True(pair.Second.Timestamp >= pair.First.Timestamp);
        });
    }

    private async Task<List<string>> TailAsync()
    {
        var seen = new List<string>();
        await foreach (var item in _node.Feed.TailAsync(Writer.Feed, new FeedQuery { Limit = 100 }, _cancellation))
        {
            seen.Add(item.Event.Id);
            if (item.Event.Id == End)
            {
                break;
            }
        }

        return seen;
    }

    private async Task<List<string>> PageAsync(Func<(int Limit, TimeSpan Wait, TimeSpan Pause)> pace)
    {
        var (seen, cursor) = (new List<string>(), (string?)null);
        while (seen is not [.., End])
        {
            var (limit, wait, pause) = pace();
            var page = await AgainAsync(async () => await _node.Feed.ReadAsync(Writer.Feed, new FeedQuery { Cursor = cursor, Limit = limit, Wait = wait }, _cancellation));
            seen.AddRange(page.Events.Select(static item => item.Id));
            cursor = page.Next;
            await Task.Delay(pause, TimeProvider.System, _cancellation);
        }

        return seen;
    }

    /// <summary>What a client does that is told to come back later.</summary>
    private async Task<T> AgainAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (FeedUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _cancellation);
            }
        }
    }
}
