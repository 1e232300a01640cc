using System.Runtime.CompilerServices;
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
        // What nearly all headers are: one version and nothing else. All others take the longer way.
        if (lines.Count == 1 && lines[0] is { } line && TryParseVersion(line, allowBare, out var version))
        {
            return TagList.OfVersion(version);
        }

        return lines.Count == 0 ? TagList.Missing : ParseOther(lines, allowBare);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParseVersion(string line, bool allowBare, out long version)
    {
        var isQuoted = line is ['"', .., '"'];
        var text = isQuoted ? line.AsSpan(1, line.Length - 2) : line;
        version = 0;
        return (isQuoted || allowBare) && VersionText.TryParse(text, out version);
    }

    private static TagList ParseOther(StringValues lines, bool allowBare) =>
        lines.Count == 1 && lines[0] is ['"', .., '"'] line && EntityTag.IsText(line.AsSpan(1, line.Length - 2))
            ? new TagList(new EntityTag(line, 1, line.Length - 2, isWeak: false))
            : ParseAll(lines, allowBare);

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
