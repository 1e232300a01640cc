using System.Text.Json;

namespace Investigations.Concurrency.Tests;

/// <summary>A response as it came over the socket.</summary>
internal sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public string? this[string name] =>
        Headers.Where(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).SingleOrDefault();

    public JsonElement Json => JsonElement.Parse(Body);

    public string? Code => Json.GetProperty("code").GetString();

    public static RawResponse Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToArray();
        var body = text[(end + 4)..];
        var isChunked = headers.Any(h => h is { Key: "Transfer-Encoding", Value: "chunked" });
        return new(int.Parse(lines[0].Split(' ')[1], null), headers, isChunked ? Unchunk(body) : body);
    }

    /// <summary>Whether the text ends where a chunked response does; others end with the connection.</summary>
    public static bool IsComplete(string text) =>
        text.Contains("Transfer-Encoding: chunked\r\n", StringComparison.Ordinal) && text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);

    private static string Unchunk(string body)
    {
        var content = "";
        while (body.Length > 0)
        {
            var line = body.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(body[..line], 16);
            content += body.Substring(line + 2, length);
            body = length == 0 ? "" : body[(line + 4 + length)..];
        }

        return content;
    }
}
