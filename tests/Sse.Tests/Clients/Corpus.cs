using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;

namespace Investigations.Sse.Tests;

/// <summary>Payloads that have broken readers and writers of event streams, each with an id, then one of type <c>done</c>.</summary>
internal static class Corpus
{
    public static readonly string[] Types = ["tick", "a b", " leading", "é", "data", "id", "retry", "done"];

    private static readonly string[] Payloads =
    [
        "x", "", " leading", "trailing ", "  ", ":", ": comment", "data: nested", "id: 1", "event: forged", "retry: 1", "a\nb", "a\r\nb\rc\n", "a\n\nb", "a\n\n\n", "\t",
        "{\"json\":\"\\n\"}", "é€\U0001F600", "\uFEFFbom", "\u2028\u2029\u0085", "a\u0001b", "null", new string('x', 100_000), string.Concat(Enumerable.Repeat("é€\U0001F600", 30_000)), string.Concat(Enumerable.Repeat("line\n", 500)),
        "x\nevent: forged\ndata: forged\n\nid: 9",
    ];

    public static SseItem<string>[] Items { get; } =
    [
        .. Payloads.Select((data, i) => new SseItem<string>(data, i % 3 == 0 ? Types[i % 7] : null) { EventId = $"id-{i}.~_" }),
        new SseItem<string>("end", "done") { EventId = "last" },
    ];

    /// <summary>What a client must have seen.</summary>
    public static IEnumerable<Seen> Expected => Items.Select(item => new Seen(
        item.EventId!, item.EventType, item.Data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')));

    public static Task<TestHost> StartAsync(Action<WebApplication>? app = null) => TestHost.StartAsync(app: built =>
    {
        built.MapGet("/corpus", () => SseResults.Stream(WithHeartbeats(), o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(100)));
        app?.Invoke(built);
    });

    private static async IAsyncEnumerable<SseItem<string>> WithHeartbeats()
    {
        foreach (var (i, item) in Items.Index())
        {
            if (i is 3 or 4)
            {
                // Long enough for a heartbeat between two events; what it is about is the bytes, not the time.
                await Task.Delay(400);
            }

            yield return item;
        }
    }
}

/// <summary>An event as a client shows it.</summary>
internal sealed record Seen(string Id, string Type, string Data);
