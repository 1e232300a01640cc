using System.Text.Json;

namespace Investigations.EventFeed.Tests;

internal static class Sample
{
    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static NewFeedEvent Event(string? id = null, string type = "thing_happened", string? subject = null, string data = "{}") =>
        new(type, Json(data)) { Id = id, Subject = subject };
}
