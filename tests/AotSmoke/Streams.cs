using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Investigations.EventFeed;
using Investigations.Sse;

namespace AotSmoke;

internal sealed record Tick(int Value);

/// <summary>Investigations.Sse: a channel that is published to, and a stream that resumes from the feed.</summary>
internal static class Streams
{
    public static void AddStreams(this WebApplicationBuilder builder)
    {
        builder.Services.AddSse();
        builder.Services.AddSseChannels<string, Tick>(channel => channel.JsonTypeInfo = SmokeJson.Default.Tick);
    }

    public static void MapStreams(this WebApplication app)
    {
        app.UseSse();
        app.MapSse("/ticks", "ticks");
        app.MapPost("/ticks", (int value, ISseChannels<string, Tick> channels) => channels.Get("ticks").Publish(new SseItem<Tick>(new(value), "tick")));
        app.MapGet("/feeds/{feed}/stream", (string feed, IEventFeed feeds) => SseResults.Stream((after, ct) => Follow(feeds, feed, after, ct)));
    }

    private static async IAsyncEnumerable<SseItem<JsonElement>> Follow(IEventFeed feeds, string feed, string? after, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in feeds.TailAsync(feed, new FeedQuery { Cursor = after }, ct))
        {
            yield return new(item.Event.Data, item.Event.Type) { EventId = item.Cursor };
        }
    }
}
