namespace Investigations.EventFeed.Testing;

internal static class LimitCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Limit_OneBatch_PagesWithoutLossOrRepeat", Pages),
        ("Limit_ReachedAtTheEnd_IsAFullPage", ExactlyAtTheEnd),
        ("MaxBytes_SmallerThanTheEvents_EndsThePage", Bytes),
        ("MaxBytes_SmallerThanOneEvent_StillGivesOne", OneAlways),
    ];

    private static async Task Pages(StoreProbe probe)
    {
        // One batch has one time: nothing but the position tells its events apart.
        var stored = await probe.AppendAsync(StoreProbe.Events(1000));
        Check.Equal(1, stored.Select(static item => item.TimestampMs).Distinct().Count());
        foreach (var limit in (int[])[1, 7, 100, 1000])
        {
            Check.Sequence(
                stored.Select(static item => item.Sequence),
                (await probe.ReadAllAsync(limit)).Select(static item => item.Sequence));
        }
    }

    private static async Task ExactlyAtTheEnd(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(3));
        var full = await probe.ReadAsync(limit: 3);
        Check.That(!full.ReachedEnd, "a page that has as many events as asked for does not say that it reached the end");
        Check.Equal(stored[^1].Sequence, full.ScannedTo);
        Check.Equal("e3", full.ScannedToId);

        var rest = await probe.ReadAsync(full.ScannedTo, limit: 3);
        Check.Equal(0, rest.Events.Count);
        Check.That(rest.ReachedEnd, "nothing comes after");
    }

    private static async Task Bytes(StoreProbe probe)
    {
        var data = $"\"{new string('x', 10_000)}\"";
        await probe.AppendAsync([.. Enumerable.Range(1, 9).Select(i => StoreProbe.Event($"e{i}", data: data))]);
        var page = await probe.ReadAsync(with: static read => read with { MaxBytes = 40_000 });

        Check.That(page.Events.Sum(static item => (long)item.ApproximateSize) <= 40_000, "a page keeps to its bytes");
        Check.Equal(3, page.Events.Count);
        Check.That(!page.ReachedEnd, "a page that its bytes ended does not say that it reached the end");
        Check.Equal(page.Events[^1].Sequence, page.ScannedTo);
        Check.Sequence(
            Enumerable.Range(1, 9).Select(static i => $"e{i}"),
            (await probe.ReadAllAsync(100, static read => read with { MaxBytes = 40_000 })).Select(static item => item.Id));
    }

    private static async Task OneAlways(StoreProbe probe)
    {
        await probe.AppendAsync(StoreProbe.Events(3));
        var events = await probe.ReadAllAsync(100, static read => read with { MaxBytes = 1 });
        Check.Sequence(["e1", "e2", "e3"], events.Select(static item => item.Id));
    }
}
