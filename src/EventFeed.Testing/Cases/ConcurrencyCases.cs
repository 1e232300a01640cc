using System.Globalization;

namespace Investigations.EventFeed.Testing;

internal static class ConcurrencyCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Concurrency_ManyWriters_EveryReaderSeesEachEventOnceInOneOrder", WritersAndReaders),
        ("Concurrency_TheSameIdFromMany_IsStoredOnce", SameId),
    ];

    private static async Task WritersAndReaders(StoreProbe probe)
    {
        const int Writers = 8, Appends = 40, Batch = 3;
        var readers = Enumerable.Range(0, 4).Select(i => Task.Run(() => FollowAsync(probe, i, Writers * Appends * Batch))).ToArray();
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(probe, writer, Appends, Batch))).ToArray();
        await Task.WhenAll(writers);
        var seen = await Task.WhenAll(readers);

        var order = (await probe.ReadAllAsync(1000)).Select(static item => item.Id).ToArray();
        Check.Equal(Writers * Appends * Batch, order.Distinct().Count());
        foreach (var reader in seen)
        {
            Check.Sequence(order, reader);
        }
    }

    private static async Task WriteAsync(StoreProbe probe, int writer, int appends, int batch)
    {
        var node = probe.Nodes[writer % probe.Nodes.Count];
        for (var i = 0; i < appends; i++)
        {
            var events = StoreProbe.Events(batch, string.Create(CultureInfo.InvariantCulture, $"{writer}/{i}/"));
            await node.AppendAsync(new StoreAppend(StoreProbe.Feed, events, CheckIds: true), probe.Cancellation);
        }
    }

    private static async Task<List<string>> FollowAsync(StoreProbe probe, int reader, int total)
    {
        var node = probe.Nodes[reader % probe.Nodes.Count];
        var (seen, after, last) = (new List<string>(), 0L, DateTimeOffset.MinValue);
        while (seen.Count < total)
        {
            var page = await node.ReadAsync(new StoreRead { Feed = StoreProbe.Feed, After = after, Limit = 1 + reader * 17 }, probe.Cancellation);
            foreach (var item in page.Events)
            {
                Check.That(item.Sequence > after && item.Timestamp >= last, "what a reader sees ascends");
                (after, last) = (item.Sequence, item.Timestamp);
                seen.Add(item.Id);
            }

            if (page.ReachedEnd)
            {
                await Task.Yield();
            }
        }

        return seen;
    }

    private static async Task SameId(StoreProbe probe)
    {
        var tasks = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            (await probe.Nodes[i % probe.Nodes.Count].AppendAsync(new StoreAppend(StoreProbe.Feed, [StoreProbe.Event("id")], CheckIds: true), probe.Cancellation))[0]));
        var stored = await Task.WhenAll(tasks);

        Check.Equal(1, stored.Count(static item => item.IsNew));
        Check.Equal(1, stored.Select(static item => item.Sequence).Distinct().Count());
    }
}
