namespace Investigations.EventFeed.Testing;

internal static class FilterCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Filter_TypesAndSubject_GiveTheirEventsOnly", TypesAndSubject),
        ("Filter_NothingMatches_StillReachesTheEnd", Nothing),
        ("Filter_MaxScan_EndsThePageAndMovesOn", MaxScan),
        ("Filter_Paged_GivesEachEventOnce", Paged),
    ];

    private static async Task TypesAndSubject(StoreProbe probe)
    {
        await probe.AppendAsync(
            StoreProbe.Event("1", "a", "x"), StoreProbe.Event("2", "b", "x"), StoreProbe.Event("3", "a", "y"),
            StoreProbe.Event("4", "c"), StoreProbe.Event("5", "b", "y"), StoreProbe.Event("6", "a"));

        await Expect(["1", "3", "6"], static read => read with { Types = ["a"] });
        await Expect(["1", "2", "3", "5", "6"], static read => read with { Types = ["b", "a"] });
        await Expect(["1", "2"], static read => read with { Subject = "x" });
        await Expect(["5"], static read => read with { Subject = "y", Types = ["b", "c"] });
        await Expect([], static read => read with { Subject = "X" });

        async Task Expect(string[] ids, Func<StoreRead, StoreRead> with) =>
            Check.Sequence(ids, (await probe.ReadAllAsync(100, with)).Select(static item => item.Id));
    }

    private static async Task Nothing(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(50));
        foreach (var read in (StoreRead[])[
            new() { Feed = StoreProbe.Feed, After = 0, Limit = 10, Types = ["none"] },
            new() { Feed = StoreProbe.Feed, After = 0, Limit = 10, Subject = "none" }])
        {
            var page = await probe.Store.ReadAsync(read, probe.Cancellation);
            Check.Equal(0, page.Events.Count);
            Check.That(page.ReachedEnd, "a filter that lets nothing through reaches the end");
            Check.Equal(stored[^1].Sequence, page.ScannedTo);
            Check.Equal("e50", page.ScannedToId);
        }
    }

    private static async Task MaxScan(StoreProbe probe)
    {
        await probe.AppendAsync(StoreProbe.Events(25));
        await probe.AppendAsync(StoreProbe.Event("wanted", "wanted"));
        var page = await probe.ReadAsync(with: static read => read with { Types = ["wanted"], MaxScan = 10 });
        Check.Equal(0, page.Events.Count);
        Check.That(!page.ReachedEnd, "a read that looked at as many events as it may does not say that it reached the end");
        Check.Equal("e10", page.ScannedToId);

        var events = await probe.ReadAllAsync(1000, static read => read with { Types = ["wanted"], MaxScan = 10 });
        Check.Sequence(["wanted"], events.Select(static item => item.Id));
    }

    private static async Task Paged(StoreProbe probe)
    {
        await probe.AppendAsync([.. Enumerable.Range(0, 300).Select(static i => StoreProbe.Event($"{i}", i % 3 == 0 ? "a" : "b", $"s{i % 5}"))]);
        var expected = Enumerable.Range(0, 300).Where(static i => i % 3 == 0 && i % 5 == 2).Select(static i => $"{i}");
        foreach (var limit in (int[])[1, 3, 20, 1000])
        {
            var events = await probe.ReadAllAsync(limit, static read => read with { Types = ["a"], Subject = "s2", MaxScan = 100 });
            Check.Sequence(expected, events.Select(static item => item.Id));
        }
    }
}
