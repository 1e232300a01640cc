namespace Investigations.EventFeed.Testing;

internal static class ReadCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Read_FeedWithoutEvents_IsAtItsEnd", Nothing),
        ("Read_FromEveryPosition_GivesWhatComesAfter", EveryPosition),
        ("Read_AtTheEnd_LaterGivesWhatWasAppended", FromTheEnd),
        ("Read_AfterAnEvent_NamesIt", Anchors),
        ("Read_BeyondTheEnd_GivesNothing", Beyond),
    ];

    private static async Task Nothing(StoreProbe probe)
    {
        var before = await probe.ReadAsync();
        Check.Equal(0, before.Events.Count);
        Check.Equal(0L, before.Head.Sequence);
        Check.Equal(0L, before.ScannedTo);
        Check.Equal(null, before.ScannedToId);
        Check.That(before.ReachedEnd, "a read of nothing reaches the end");

        await probe.AppendAsync(StoreProbe.Event("first"));
        Check.Equal(before.Head.Epoch, (await probe.ReadAsync()).Head.Epoch);
    }

    private static async Task EveryPosition(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(10));
        for (var i = 0; i < stored.Count; i++)
        {
            var page = await probe.ReadAsync(stored[i].Sequence);
            Check.Sequence(stored.Skip(i + 1).Select(static item => item.Sequence), page.Events.Select(static item => item.Sequence));
            Check.That(page.ReachedEnd, "a read without a limit reaches the end");
            Check.Equal(stored[^1].Sequence, page.ScannedTo);
            Check.Equal("e10", page.ScannedToId);
        }
    }

    private static async Task FromTheEnd(StoreProbe probe)
    {
        var after = 0L;
        for (var i = 0; i < 5; i++)
        {
            await probe.AppendAsync(StoreProbe.Events(3, $"{i}-"));
            var page = await probe.ReadAsync(after);
            Check.Sequence([$"{i}-1", $"{i}-2", $"{i}-3"], page.Events.Select(static item => item.Id));
            after = page.ScannedTo;
            Check.Equal(0, (await probe.ReadAsync(after)).Events.Count);
        }
    }

    private static async Task Anchors(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(5));
        for (var i = 0; i < stored.Count; i++)
        {
            Check.Equal($"e{i + 1}", (await probe.ReadAsync(stored[i].Sequence, limit: 1)).AnchorId);
        }

        Check.Equal(null, (await probe.ReadAsync()).AnchorId);
    }

    private static async Task Beyond(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Events(2));
        var page = await probe.ReadAsync(stored[^1].Sequence + 1000);
        Check.Equal(0, page.Events.Count);
        Check.Equal(stored[^1].Sequence, page.Head.Sequence);
        Check.Equal(null, page.AnchorId);
    }
}
