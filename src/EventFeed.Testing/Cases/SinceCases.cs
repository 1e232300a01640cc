namespace Investigations.EventFeed.Testing;

internal static class SinceCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Since_ARecordedTime_StartsWithItsFirstEvent", Inclusive),
        ("Since_OutsideTheFeed_GivesAllOrNothing", Outside),
        ("Since_WithAPosition_TheLaterOneCounts", WithPosition),
    ];

    private static async Task Inclusive(StoreProbe probe)
    {
        var stored = await AppendOverTimeAsync(probe);
        foreach (var time in stored.Select(static item => item.TimestampMs).Distinct())
        {
            var expected = stored.Where(item => item.TimestampMs >= time).Select(static item => item.Sequence);
            var page = await probe.ReadAsync(with: read => read with { SinceMs = time });
            Check.Sequence(expected, page.Events.Select(static item => item.Sequence));
        }
    }

    private static async Task Outside(StoreProbe probe)
    {
        var stored = await AppendOverTimeAsync(probe);
        Check.Equal(stored.Count, (await probe.ReadAsync(with: static read => read with { SinceMs = 0 })).Events.Count);
        Check.Equal(stored.Count, (await probe.ReadAsync(with: static read => read with { SinceMs = -1 })).Events.Count);

        var later = await probe.ReadAsync(with: read => read with { SinceMs = stored[^1].TimestampMs + 1 });
        Check.Equal(0, later.Events.Count);
        Check.That(later.ReachedEnd, "a time after the last event leads to the end");
        Check.Equal(stored[^1].Sequence, later.ScannedTo);
    }

    private static async Task WithPosition(StoreProbe probe)
    {
        var stored = await AppendOverTimeAsync(probe);
        var middle = stored[stored.Count / 2];
        var page = await probe.ReadAsync(middle.Sequence, with: static read => read with { SinceMs = 0 });
        Check.Sequence(stored.Where(item => item.Sequence > middle.Sequence).Select(static item => item.Sequence), page.Events.Select(static item => item.Sequence));

        page = await probe.ReadAsync(stored[0].Sequence, with: read => read with { SinceMs = stored[^1].TimestampMs + 1 });
        Check.Equal(0, page.Events.Count);
    }

    /// <summary>Appends until the store's clock has moved on a few times.</summary>
    private static async Task<List<StoredAppend>> AppendOverTimeAsync(StoreProbe probe)
    {
        var stored = new List<StoredAppend>();
        while (stored.Select(static item => item.TimestampMs).Distinct().Count() < 4)
        {
            stored.AddRange(await probe.AppendAsync(StoreProbe.Events(2, $"{stored.Count}-")));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, probe.Cancellation);
        }

        return stored;
    }
}
