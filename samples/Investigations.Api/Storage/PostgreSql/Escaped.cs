namespace Investigations.Api.Storage.PostgreSql;

/// <summary>PostgreSQL's text holds any character but U+0000, which clients may send all the same.</summary>
internal static class Escaped
{
    public static string Of(string text) => text.AsSpan().IndexOfAny('\0', '\u001A') < 0
        ? text
        : text.Replace("\u001A", "\u001A1", StringComparison.Ordinal).Replace("\0", "\u001A0", StringComparison.Ordinal);

    public static string Undo(string text) => !text.Contains('\u001A')
        ? text
        : text.Replace("\u001A0", "\0", StringComparison.Ordinal).Replace("\u001A1", "\u001A", StringComparison.Ordinal);
}
