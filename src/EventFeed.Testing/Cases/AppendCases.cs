using System.Text;

namespace Investigations.EventFeed.Testing;

internal static class AppendCases
{
    public static (string, Func<StoreProbe, Task>)[] All =>
    [
        ("Append_NewEvents_ReadBackAsTheyWere", ReadBack),
        ("Append_NewEvents_TakeAscendingPositions", AscendingPositions),
        ("Append_AwkwardText_ReadBackAsItWas", AwkwardText),
        ("Append_LargeData_ReadsBackAsItWas", LargeData),
        ("Append_OneFeed_LeavesOthersAlone", OtherFeeds),
        ("Append_CancelledBefore_StoresNothing", Cancelled),
    ];

    private static async Task ReadBack(StoreProbe probe)
    {
        PendingEvent[] sent =
        [
            new() { Id = "full", Type = "tool_complete", Subject = "run-1", OccurredAtMs = 1_767_225_600_123, DataUtf8 = "{\"a\":[1,2.50,null]}"u8.ToArray() },
            new() { Id = "bare", Type = "x", DataUtf8 = "{}"u8.ToArray() },
            new() { Id = "old", Type = "x", OccurredAtMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DataUtf8 = "\"text\""u8.ToArray() },
            new() { Id = "far", Type = "x", OccurredAtMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), DataUtf8 = "null"u8.ToArray() },
        ];
        var stored = await probe.AppendAsync(sent);
        var page = await probe.ReadAsync();

        Check.Equal(sent.Length, page.Events.Count);
        for (var i = 0; i < sent.Length; i++)
        {
            var read = page.Events[i];
            Check.Equal(sent[i].Id, read.Id);
            Check.Equal(sent[i].Type, read.Type);
            Check.Equal(sent[i].Subject, read.Subject);
            Check.Equal(sent[i].OccurredAtMs, read.OccurredAt?.ToUnixTimeMilliseconds());
            Check.Equal(Encoding.UTF8.GetString(sent[i].DataUtf8.Span), Encoding.UTF8.GetString(read.DataUtf8.Span));
            Check.Equal(stored[i].Sequence, read.Sequence);
            Check.Equal(stored[i].TimestampMs, read.Timestamp.ToUnixTimeMilliseconds());
        }
    }

    private static async Task AscendingPositions(StoreProbe probe)
    {
        var stored = new List<StoredAppend>();
        for (var i = 0; i < 20; i++)
        {
            stored.AddRange(await probe.AppendAsync(StoreProbe.Events(3, $"batch{i}-")));
        }

        Check.That(stored.All(static item => item is { IsNew: true, Existing: null }), "new events are said to be new");
        Check.That(stored[0].Sequence >= 1, "positions count from 1");
        foreach (var (one, next) in stored.Zip(stored.Skip(1)))
        {
            Check.That(next.Sequence > one.Sequence, "positions ascend in the order of appending");
            Check.That(next.TimestampMs >= one.TimestampMs, "times do not decrease along the positions");
        }
    }

    private static async Task AwkwardText(StoreProbe probe)
    {
        string[] ids = ["'; DROP TABLE x; --", "\"quoted\"", "ünï-\U0001F600", new('z', 200), "%_like\\", " spaced "];
        await probe.AppendAsync([.. ids.Select(id => StoreProbe.Event(id, data: "{\"t\":\"\\u0000 \\ud83d\\ude00 é\"}"))]);
        var page = await probe.ReadAsync();

        Check.Sequence(ids, page.Events.Select(static item => item.Id));
        Check.That(page.Events.All(static item => item.DataUtf8.Span.SequenceEqual("{\"t\":\"\\u0000 \\ud83d\\ude00 é\"}"u8)), "data comes back byte for byte");
    }

    private static async Task LargeData(StoreProbe probe)
    {
        var data = $"\"{new string('x', 1024 * 1024 - 2)}\"";
        await probe.AppendAsync(StoreProbe.Event("large", data: data), StoreProbe.Event("small"));
        var page = await probe.ReadAsync();

        Check.Equal(2, page.Events.Count);
        Check.Equal(data.Length, page.Events[0].DataUtf8.Length);
        Check.Equal(data, Encoding.UTF8.GetString(page.Events[0].DataUtf8.Span));
    }

    private static async Task OtherFeeds(StoreProbe probe)
    {
        foreach (var feed in (string[])["a", "A", "a ", "á"])
        {
            var stored = await probe.Store.AppendAsync(new StoreAppend(feed, [StoreProbe.Event("same")], CheckIds: true), probe.Cancellation);
            Check.That(stored[0].IsNew, $"feed '{feed}' is a feed of its own");
        }

        Check.Equal(0, (await probe.ReadAsync()).Events.Count);
    }

    private static async Task Cancelled(StoreProbe probe)
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        try
        {
            await probe.Store.AppendAsync(new StoreAppend(StoreProbe.Feed, StoreProbe.Events(1), CheckIds: true), source.Token);
            throw new ConformanceException("Expected an append that is cancelled before it begins to throw OperationCanceledException.");
        }
        catch (OperationCanceledException)
        {
            Check.Equal(0, (await probe.ReadAsync()).Events.Count);
        }
    }
}
