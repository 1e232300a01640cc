using System.Text.Json;

namespace Investigations.EventFeed;

/// <summary>An event as it stands in a feed. It never changes.</summary>
public sealed class FeedEvent
{
    /// <summary>The id, unique in its feed (unless <see cref="EventFeedOptions.EnableDedup"/> is off).</summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required string Type { get; init; }

    /// <summary>What the event is about, if the producer said.</summary>
    public string? Subject { get; init; }

    /// <summary>The position in the feed, from 1, strictly ascending; gaps are allowed.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the event was recorded, UTC to the millisecond. It never decreases along a feed.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The producer's own time, UTC to the millisecond.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The content as minified UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> DataUtf8 { get; init; }

    /// <summary>The content, parsed anew by each call; <see cref="DataUtf8"/> costs nothing.</summary>
    public JsonElement Data
    {
        get
        {
            var reader = new Utf8JsonReader(DataUtf8.Span, EventRules.DataReaderOptions);
            return JsonElement.ParseValue(ref reader);
        }
    }

    /// <summary>About how many bytes the event takes in a page; pages are bounded by the sum.</summary>
    public int ApproximateSize => DataUtf8.Length + Id.Length + Type.Length + (Subject?.Length ?? 0) + 160;
}
