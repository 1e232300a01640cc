using System.Text.Json;

namespace Investigations.EventFeed;

/// <summary>An event to append.</summary>
/// <param name="Type">What happened, by default <c>^[a-z][a-z0-9_.]{0,63}$</c> (<see cref="EventFeedOptions.IsValidType"/>).</param>
/// <param name="Data">Its content, any JSON value; a default <see cref="JsonElement"/> stands for <c>{}</c>.</param>
public sealed record NewFeedEvent(string Type, JsonElement Data)
{
    /// <summary>
    /// The producer's id, 1-200 characters without control characters. The same id appended again is recognized as a
    /// duplicate. Null lets the feed make one (a UUIDv7).
    /// </summary>
    public string? Id { get; init; }

    /// <summary>What the event is about, <c>[A-Za-z0-9._-]{1,128}</c>; readers can filter by it.</summary>
    public string? Subject { get; init; }

    /// <summary>The producer's own time, kept to the millisecond. It never takes part in the order.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
