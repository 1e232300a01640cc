using System.Text.Json;

namespace Investigations.EventFeed.Tests;

/// <summary>What came back, read to the end.</summary>
internal sealed class Answer
{
    public Answer(HttpResponseMessage response, byte[] bytes)
    {
        Status = (int)response.StatusCode;
        Bytes = bytes;
        ETag = Header(response, "ETag");
        CacheControl = Header(response, "Cache-Control");
        Link = Header(response, "Link");
        RetryAfter = Header(response, "Retry-After");
        ContentType = Header(response, "Content-Type");
    }

    public int Status { get; }

    public byte[] Bytes { get; }

    public string? ETag { get; }

    public string? CacheControl { get; }

    public string? Link { get; }

    public string? RetryAfter { get; }

    public string? ContentType { get; }

    public JsonElement Json => JsonElement.Parse(Bytes);

    public string Next => Json.GetProperty("next").GetString()!;

    public bool HasMore => Json.GetProperty("has_more").GetBoolean();

    public string[] Ids => [.. Json.GetProperty("events").EnumerateArray().Select(static item => item.GetProperty("id").GetString()!)];

    public string? Code => Json.GetProperty("code").GetString();

    public string? Parameter => Json.GetProperty("parameter").GetString();

    /// <summary>As it came over the wire, not as the client would write it.</summary>
    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
