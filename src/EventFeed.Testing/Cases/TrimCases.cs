namespace Investigations.EventFeed.Testing;

internal static class TrimCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Trim_Through_RemovesAndMovesTheFloor", Through),
        ("Trim_BeforeATime_KeepsThatTime", BeforeTime),
        ("Trim_Everything_GoesOnFromTheSamePosition", Everything),
        ("Trim_Nothing_ChangesNothing", Nothing),
        ("Trim_ManyEvents_RemovesThemAll", Many),
        ("Trim_RememberedIds_AreStillDuplicates", Remembered),
        ("Trim_ForgottenIds_AreNewAgain", Forgotten),
    ];

    private static async Task Through(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(10));
        var result = await probe.TrimAsync(through: stored[3].Sequence);
        Check.Equal(new TrimResult(4, stored[3].Sequence), result);

        var page = await probe.ReadAsync();
        Check.Sequence(["e5", "e6", "e7", "e8", "e9", "e10"], page.Events.Select(static item => item.Id));
        Check.Equal(stored[3].Sequence, page.Head.Floor);
        Check.Equal(null, (await probe.ReadAsync(stored[3].Sequence)).AnchorId);
        Check.Equal("e5", (await probe.ReadAsync(stored[4].Sequence)).AnchorId);
    }

    private static async Task BeforeTime(StoreProbe probe)
    {
        var first = (await probe.AppendAsync(StoreProbe.Events(3, "old-")))[0];
        StoredAppend later;
        var n = 0;
        do
        {
            later = (await probe.AppendAsync(StoreProbe.Event($"new-{n++}")))[0];
        }
        while (later.TimestampMs == first.TimestampMs);

        await probe.TrimAsync(beforeMs: later.TimestampMs);
        var left = await probe.ReadAllAsync(100);
        Check.Equal(later.Sequence, left[0].Sequence);
        Check.Equal($"new-{n - 1}", left[0].Id);
    }

    private static async Task Everything(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(5));
        var result = await probe.TrimAsync();
        Check.Equal(5L, result.Removed);
        Check.Equal(stored[^1].Sequence, result.Floor);

        var head = await probe.HeadAsync();
        Check.Equal(stored[^1].Sequence, head.Sequence);
        Check.Equal("e5", head.LastId);
        var next = (await probe.AppendAsync(StoreProbe.Event("next")))[0];
        Check.That(next.Sequence > stored[^1].Sequence, "positions are never given again");
        Check.Sequence(["next"], (await probe.ReadAsync(stored[^1].Sequence)).Events.Select(static item => item.Id));
    }

    private static async Task Nothing(StoreProbe probe)
    {
        Check.Equal(default, await probe.TrimAsync());
        var stored = await probe.AppendAsync(StoreProbe.Events(3));
        Check.Equal(default, await probe.TrimAsync(through: 0));
        Check.Equal(default, await probe.TrimAsync(beforeMs: stored[0].TimestampMs));
        await probe.TrimAsync(through: stored[1].Sequence);
        Check.Equal(new TrimResult(0, stored[1].Sequence), await probe.TrimAsync(through: stored[0].Sequence));
        Check.Equal(1, (await probe.ReadAsync()).Events.Count);
    }

    private static async Task Many(StoreProbe probe)
    {
        var stored = new List<StoredAppend>();
        for (var i = 0; i < 5; i++)
        {
            stored.AddRange(await probe.AppendAsync(StoreProbe.Events(700, $"{i}-")));
        }

        var result = await probe.TrimAsync(through: stored[3299].Sequence);
        Check.Equal(new TrimResult(3300, stored[3299].Sequence), result);
        Check.Equal(200, (await probe.ReadAllAsync(1000)).Count);
    }

    private static async Task Remembered(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(5));
        await probe.TrimAsync(through: stored[2].Sequence);
        var again = await probe.AppendAsync(StoreProbe.Event("e2"), StoreProbe.Event("e4"), StoreProbe.Event("e6"));

        Check.Sequence([false, false, true], again.Select(static item => item.IsNew));
        Check.Equal(stored[1].Sequence, again[0].Sequence);
        Check.Equal(stored[1].TimestampMs, again[0].TimestampMs);
        Check.Equal(null, again[0].Existing);
        Check.Equal("e4", again[1].Existing?.Id);
    }

    private static async Task Forgotten(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(2100));
        var forget = stored[0].TimestampMs + 1;
        await probe.TrimAsync(through: stored[2099 - 10].Sequence);
        await probe.TrimAsync(through: stored[2099 - 10].Sequence, forgetIdsBeforeMs: forget);
        var again = await probe.AppendAsync(StoreProbe.Event("e1"), StoreProbe.Event("e2000"), StoreProbe.Event("e2100"));

        Check.Sequence([true, true, false], again.Select(static item => item.IsNew));
    }
}
