using System.Globalization;

namespace Investigations.EventFeed;

/// <summary>
/// A page's entity tag, made of what determines the page: its start, its limit, and its <c>next</c> cursor, which names the feed,
/// the filter, the end of what was looked at, and the day. So whether a tag is still current is seen without reading the page.
/// </summary>
internal static class PageTag
{
    private const char Separator = '.';

    public static string Text(string next, string start, int limit, bool isFull) =>
        string.Create(CultureInfo.InvariantCulture, $"W/\"{next}{Separator}{start}{Separator}{limit}{Separator}{(isFull ? 'f' : 't')}\"");

    /// <summary>Splits off the cursor of a full page's tag if the rest is as expected.</summary>
    public static bool TryGetFull(ReadOnlySpan<char> opaque, string start, int limit, out ReadOnlySpan<char> next)
    {
        next = default;
        if (opaque.Length <= CursorFormat.TextLength + 2 || opaque[0] != '"' || opaque[^1] != '"')
        {
            return false;
        }

        var content = opaque[1..^1];
        var rest = content[CursorFormat.TextLength..];
        Span<char> expected = stackalloc char[96];
        if (!expected.TryWrite(CultureInfo.InvariantCulture, $"{Separator}{start}{Separator}{limit}{Separator}f", out var length)
            || !rest.SequenceEqual(expected[..length]))
        {
            return false;
        }

        next = content[..CursorFormat.TextLength];
        return true;
    }
}
