using System.Text.Json;
using Investigations.Api.Http;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Events;

/// <summary>What a client appends: one event, or <c>{"events":[…]}</c> of up to a thousand. One invalid event refuses all.</summary>
internal sealed record EventBatch(IReadOnlyList<NewFeedEvent> Events)
{
    private const int MaxEvents = 1000;

    public static ValueTask<EventBatch> BindAsync(HttpContext context) => JsonBody.ReadAsync(context, Parse);

    private static EventBatch Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("events", out var events))
        {
            return new([EventRequest.Parse(body)]);
        }

        JsonMembers.Of(body, ["events"]);
        if (events.ValueKind != JsonValueKind.Array || events.GetArrayLength() is 0 or > MaxEvents)
        {
            throw ApiProblemException.InvalidMember("events", $"a list of 1 to {MaxEvents} events");
        }

        return new([.. events.EnumerateArray().Select(ParseAt)]);
    }

    private static NewFeedEvent ParseAt(JsonElement value, int index)
    {
        try
        {
            return EventRequest.Parse(value, $"events[{index}]");
        }
        catch (ApiProblemException refusal)
        {
            refusal.Members["index"] = index;
            throw;
        }
    }
}
