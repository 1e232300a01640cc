using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Investigations.EventFeed;

/// <summary>Checks the events of a batch and turns them into what a store keeps.</summary>
internal sealed class EventPreparer(IOptions<EventFeedOptions> settings, TimeProvider time)
{
    private EventFeedOptions Options => settings.Value;

    public StoreAppend Prepare(string feed, IReadOnlyList<NewFeedEvent> events)
    {
        FeedNames.ThrowIfInvalid(feed);
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count > Options.MaxBatchSize)
        {
            throw new FeedEventException(-1, "events", $"A batch holds at most {Options.MaxBatchSize} events, not {events.Count}.");
        }

        var prepared = new PendingEvent[events.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = Prepare(i, events[i]);
        }

        return new StoreAppend(feed, prepared, Options.EnableDedup);
    }

    private PendingEvent Prepare(int index, NewFeedEvent? item)
    {
        if (item is null)
        {
            throw new FeedEventException(index, "events", "The event is null.");
        }

        if (item.Id is not null && !EventRules.IsValidId(item.Id))
        {
            throw new FeedEventException(index, "id", "The id must be 1-200 characters of valid Unicode without control characters.");
        }

        if (!EventRules.IsStorableType(item.Type) || !Options.IsValidType(item.Type))
        {
            throw new FeedEventException(index, "type", "The type is not one that this feed accepts.");
        }

        if (item.Subject is not null && !EventRules.IsValidSubject(item.Subject))
        {
            throw new FeedEventException(index, "subject", "The subject must match [A-Za-z0-9._-]{1,128}.");
        }

        return new PendingEvent
        {
            Id = item.Id ?? Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            Type = item.Type,
            Subject = item.Subject,
            OccurredAtMs = item.OccurredAt?.ToUnixTimeMilliseconds(),
            DataUtf8 = Minify(index, item.Data),
        };
    }

    private byte[] Minify(int index, JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Undefined)
        {
            return "{}"u8.ToArray();
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, FeedJson.WriterOptions);
            data.WriteTo(writer);
            writer.Flush();
        }
        catch (InvalidOperationException)
        {
            throw new FeedEventException(index, "data", "The data holds text that is not valid Unicode.");
        }

        if (buffer.WrittenCount > Options.MaxEventBytes)
        {
            throw new FeedEventException(index, "data", $"The data takes {buffer.WrittenCount} bytes; at most {Options.MaxEventBytes} are allowed.");
        }

        if (Depth(buffer.WrittenSpan) > EventRules.MaxDataDepth)
        {
            throw new FeedEventException(index, "data", $"The data is nested deeper than {EventRules.MaxDataDepth} levels.");
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static int Depth(ReadOnlySpan<byte> json)
    {
        // The data was written without indentation, so only strings can hide brackets.
        int depth = 0, deepest = 0;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'"': i = EndOfString(json, i); break;
                case (byte)'{' or (byte)'[': deepest = Math.Max(deepest, ++depth); break;
                case (byte)'}' or (byte)']': depth--; break;
            }
        }

        return deepest;
    }

    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        var i = start + 1;
        while (json[i] != (byte)'"')
        {
            i += json[i] == (byte)'\\' ? 2 : 1;
        }

        return i;
    }
}
