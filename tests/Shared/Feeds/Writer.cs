using System.Globalization;
using System.Text.Json;
using Investigations.EventFeed;

namespace Investigations.Testing;

/// <summary>
/// Appends until it is killed, at random intervals, in transactions that stay open for a while or roll back, and says which events
/// were acknowledged. When the store is away it tries again with the same ids, as a client should.
/// </summary>
internal static class Writer
{
    public const string Feed = "feed";

    private const int Tasks = 3;

    public static async Task<int> RunAsync(IWritingNode node, string name)
    {
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => RunAsync(node, $"{name}/{task}", new Random(task)))));
        return 0;
    }

    private static async Task RunAsync(IWritingNode node, string name, Random random)
    {
        for (var i = 0; ; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{name}/{i}");
            NewFeedEvent[] events = [.. Enumerable.Range(0, 1 + i % 3).Select(n => new NewFeedEvent("written", JsonElement.Parse("{}")) { Id = $"{id}/{n}" })];
            var open = TimeSpan.FromMilliseconds(random.Next(50) == 0 ? random.Next(300) : random.Next(10));
            var rollBack = random.Next(8) == 0;
            while (!await TryAsync(() => rollBack || random.Next(4) == 0
                ? node.AppendSlowlyAsync(Feed, events, open, rollBack, CancellationToken.None)
                : AppendAsync(node.Feed, events)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }

            Say(events, rollBack ? WriterProcess.RolledBack : WriterProcess.Acknowledged);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(8)), TimeProvider.System);
        }
    }

    private static async ValueTask AppendAsync(IEventFeed feed, NewFeedEvent[] events) => await feed.AppendAsync(Feed, events);

    private static async Task<bool> TryAsync(Func<ValueTask> append)
    {
        try
        {
            await append();
            return true;
        }
        catch (FeedUnavailableException)
        {
            return false;
        }
    }

    private static void Say(NewFeedEvent[] events, char what)
    {
        lock (Console.Out)
        {
            foreach (var item in events)
            {
                Console.Out.WriteLine($"{item.Id}{what}");
            }

            Console.Out.Flush();
        }
    }
}
