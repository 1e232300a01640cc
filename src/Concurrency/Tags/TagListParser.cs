using Microsoft.Extensions.Primitives;

namespace Investigations.Concurrency;

/// <summary>
/// Reads <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110 §13.1.1, §13.1.2) to the letter, and besides, where allowed, bare versions:
/// <c>"*" / 1#( ["W/"] DQUOTE *etagc DQUOTE / version )</c>. Nothing is dropped: what can't be read makes the whole header malformed.
/// </summary>
internal static class TagListParser
{
    public const int MostTags = 64;

    /// <summary>The tags of all lines of one header, in order. One tag costs no allocation.</summary>
    public static TagList Parse(StringValues lines, bool allowBare)
    {
        var count = lines.Count;
        if (count == 0)
        {
            return TagList.Missing;
        }

        return count == 1 && lines[0] is { } line && TryParseOne(line, allowBare, out var one) ? one : ParseAll(lines, allowBare);
    }

    /// <summary>What nearly all headers are: one tag and nothing else. All others take the long way.</summary>
    private static bool TryParseOne(string line, bool allowBare, out TagList list)
    {
        var isQuoted = line is ['"', .., '"'];
        var text = isQuoted ? line.AsSpan(1, line.Length - 2) : line;
        if ((isQuoted || allowBare) && VersionText.TryParse(text, out var version))
        {
            list = TagList.OfVersion(version);
            return true;
        }

        var isText = isQuoted && EntityTag.IsText(text);
        list = isText ? new TagList(new EntityTag(line, 1, text.Length, isWeak: false)) : default;
        return isText;
    }

    private static TagList ParseAll(StringValues lines, bool allowBare)
    {
        var reading = new TagListReading(allowBare);
        for (var i = 0; i < lines.Count; i++)
        {
            var error = reading.Add(lines[i] ?? string.Empty);
            if (error != TagListError.None)
            {
                return TagList.Malformed(error);
            }
        }

        return reading.Finish();
    }
}
