namespace Investigations.EventFeed.Testing;

internal static class DuplicateCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Append_IdAgain_GivesTheFirstEvent", Again),
        ("Append_IdAgainOnAnotherNode_GivesTheFirstEvent", AnotherNode),
        ("Append_IdTwiceInOneBatch_StoresTheFirst", TwiceInBatch),
        ("Append_SomeIdsAgain_StoresTheOthersInOrder", SomeAgain),
        ("Append_ALargeBatchWithSomeIdsAgain_StoresTheOthersInOrder", ManyAgain),
        ("Append_IdsThatDifferInCase_AreDifferent", Case),
        ("Append_WithoutIdCheck_StoresEveryEvent", Unchecked),
    ];

    private static async Task Again(StoreProbe probe)
    {
        var first = (await probe.AppendAsync(StoreProbe.Event("id", "a", "s", "{\"n\":1}")))[0];
        await probe.AppendAsync(StoreProbe.Event("other"));
        var again = (await probe.AppendAsync(StoreProbe.Event("id", "b", null, "{\"n\":2}")))[0];

        Check.That(!again.IsNew, "an id that is there is not stored again");
        Check.Equal(first.Sequence, again.Sequence);
        Check.Equal(first.TimestampMs, again.TimestampMs);
        Check.Equal("a", again.Existing?.Type);
        Check.Equal("s", again.Existing?.Subject);
        Check.That(again.Existing!.DataUtf8.Span.SequenceEqual("{\"n\":1}"u8), "the event that is stored comes back, not the one sent");
        Check.Equal(2, (await probe.ReadAsync()).Events.Count);
    }

    private static async Task AnotherNode(StoreProbe probe)
    {
        var first = (await probe.AppendAsync(StoreProbe.Event("id")))[0];
        var again = (await probe.Nodes[^1].AppendAsync(new StoreAppend(StoreProbe.Feed, [StoreProbe.Event("id")], CheckIds: true), probe.Cancellation))[0];

        Check.That(!again.IsNew, "an id is known on every node");
        Check.Equal(first.Sequence, again.Sequence);
    }

    private static async Task TwiceInBatch(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Event("id", "a"), StoreProbe.Event("x"), StoreProbe.Event("id", "b"));

        Check.Sequence([true, true, false], stored.Select(static item => item.IsNew));
        Check.Equal(stored[0].Sequence, stored[2].Sequence);
        Check.Equal("a", stored[2].Existing?.Type);
        Check.Sequence(["id", "x"], (await probe.ReadAsync()).Events.Select(static item => item.Id));
    }

    private static async Task SomeAgain(StoreProbe probe)
    {
        await probe.AppendAsync(StoreProbe.Event("b"), StoreProbe.Event("d"));
        var stored = await probe.AppendAsync([.. "abcde".Select(static id => StoreProbe.Event(id.ToString()))]);

        Check.Sequence([true, false, true, false, true], stored.Select(static item => item.IsNew));
        Check.Sequence(["b", "d", "a", "c", "e"], (await probe.ReadAsync()).Events.Select(static item => item.Id));
    }

    private static async Task ManyAgain(StoreProbe probe)
    {
        const int Count = 2_000;
        await probe.AppendAsync([.. Enumerable.Range(0, Count).Where(static i => i % 3 == 0).Select(static i => StoreProbe.Event($"e{i}", "before"))]);
        var sent = Enumerable.Range(0, Count).Select(static i => StoreProbe.Event($"e{i}", "after", i % 2 == 0 ? "s" : null)).ToList();
        sent.Add(StoreProbe.Event("e1", "again"));
        var stored = await probe.Nodes[^1].AppendAsync(new StoreAppend(StoreProbe.Feed, sent, CheckIds: true), probe.Cancellation);

        Check.Sequence(Enumerable.Range(0, Count + 1).Select(static i => i < Count && i % 3 != 0), stored.Select(static item => item.IsNew));
        Check.Sequence(["before", "after"], [stored[3].Existing?.Type, stored[Count].Existing?.Type]);
        Check.Equal(stored[1].Sequence, stored[Count].Sequence);
        var events = await probe.ReadAllAsync(700);
        Check.Sequence(
            Enumerable.Range(0, Count).OrderBy(static i => i % 3 == 0 ? 0 : 1).ThenBy(static i => i).Select(static i => $"e{i}"),
            events.Select(static item => item.Id));
        Check.Sequence(stored.Where(static item => item.IsNew).Select(static item => item.Sequence), events.Skip((Count + 2) / 3).Select(static item => item.Sequence));
        Check.Equal(events[^1].Sequence, (await probe.HeadAsync()).Sequence);
    }

    private static async Task Case(StoreProbe probe)
    {
        var stored = await probe.AppendAsync(StoreProbe.Event("id"), StoreProbe.Event("ID"), StoreProbe.Event("id "));
        Check.That(stored.All(static item => item.IsNew), "ids are compared character by character");
    }

    private static async Task Unchecked(StoreProbe probe)
    {
        for (var i = 0; i < 2; i++)
        {
            var stored = await probe.Store.AppendAsync(
                new StoreAppend(StoreProbe.Feed, [StoreProbe.Event("id"), StoreProbe.Event("id")], CheckIds: false), probe.Cancellation);
            Check.That(stored.All(static item => item.IsNew), "without the check every event is stored");
        }

        Check.Equal(4, (await probe.ReadAsync()).Events.Count);
    }
}
