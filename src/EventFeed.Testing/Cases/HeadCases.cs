namespace Investigations.EventFeed.Testing;

internal static class HeadCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Heads_SeveralFeeds_ComeInTheOrderAskedFor", Several),
        ("Head_AfterAppends_IsTheLastEvent", Last),
        ("Keys_AskedForAgain_AreTheSame", Keys),
    ];

    private static async Task Several(StoreProbe probe)
    {
        await probe.Store.AppendAsync(new StoreAppend("b", StoreProbe.Events(2), CheckIds: true), probe.Cancellation);
        await probe.Store.AppendAsync(new StoreAppend("a", StoreProbe.Events(3), CheckIds: true), probe.Cancellation);
        var heads = await probe.Store.GetHeadsAsync(["none", "a", "b", "a"], probe.Cancellation);

        Check.Sequence(["none", "a", "b", "a"], heads.Select(static head => head.Feed));
        Check.Sequence([null, "e3", "e2", "e3"], heads.Select(static head => head.LastId));
        Check.Equal(0L, heads[0].Sequence);
        Check.Equal(1, heads.Select(static head => head.Epoch).Distinct().Count());
        Check.Equal(0, (await probe.Store.GetHeadsAsync([], probe.Cancellation)).Count);
    }

    private static async Task Last(StoreProbe probe)
    {
        Check.Equal(null, (await probe.HeadAsync()).Timestamp);
        var stored = await probe.AppendAsync(StoreProbe.Events(4));
        var head = await probe.HeadAsync();

        Check.Equal(stored[^1].Sequence, head.Sequence);
        Check.Equal(stored[^1].TimestampMs, head.Timestamp?.ToUnixTimeMilliseconds());
        Check.Equal("e4", head.LastId);
        Check.Equal(0L, head.Floor);

        await probe.AppendAsync(StoreProbe.Event("e2"));
        Check.Equal(head, await probe.HeadAsync());
    }

    private static async Task Keys(StoreProbe probe)
    {
        var first = await probe.Store.GetCursorKeysAsync(probe.Cancellation);
        Check.That(first.Count > 0, "there is a key");
        Check.That(first.All(static key => key.Key.Length >= CursorKey.MinKeyLength), "keys are long enough");
        foreach (var node in probe.Nodes)
        {
            var again = await node.GetCursorKeysAsync(probe.Cancellation);
            Check.Sequence(first.Select(static key => key.Id), again.Select(static key => key.Id));
            Check.That(first.Zip(again).All(static pair => pair.First.Key.Span.SequenceEqual(pair.Second.Key.Span)), "all nodes have the same keys");
        }
    }
}
