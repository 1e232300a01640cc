using System.Buffers;
using System.Text.Json;

namespace Investigations.Concurrency;

/// <summary>Versions as members of a problem document: a number where the tag is one, else its text without quotes.</summary>
internal static class ProblemMembers
{
    private const int LongestText = 256;

    public static object? Current(EntityTag? tag) => tag is { } current ? Member(current) : null;

    public static object? Submitted(in ExpectedVersion expected)
    {
        var tags = expected.Submitted;
        return tags.Count switch
        {
            0 => expected.IsAny ? "*" : null,
            1 => Member(tags[0]),
            _ => Array(tags),
        };
    }

    private static object Member(EntityTag tag) => tag.IsVersion ? tag.Version : Shortened(tag.Text);

    public static string Shortened(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

    private static JsonElement Array(in TagList tags)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            for (var i = 0; i < tags.Count; i++)
            {
                if (tags[i].IsVersion)
                {
                    writer.WriteNumberValue(tags[i].Version);
                }
                else
                {
                    writer.WriteStringValue(Shortened(tags[i].Text));
                }
            }

            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
