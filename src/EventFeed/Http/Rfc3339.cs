using System.Globalization;

namespace Investigations.EventFeed;

/// <summary>Reads times as RFC 3339 §5.6 writes them, and no others.</summary>
internal static class Rfc3339
{
    private const int ShortestLength = 20;
    private const int SecondsEnd = 19;
    private const int MaxFractionDigits = 7;

    public static DateTimeOffset? Parse(string text)
    {
        if (text.Length < ShortestLength || text[10] is not ('T' or 't') || !TryFraction(text, out var ticks, out var offsetStart)
            || !DateTime.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !TimeOnly.TryParseExact(text.AsSpan(11, 8), "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            || Offset(text.AsSpan(offsetStart)) is not { } offset)
        {
            return null;
        }

        var local = date.Ticks + time.Ticks + ticks - offset.Ticks;
        return local >= DateTime.MinValue.Ticks && local <= DateTime.MaxValue.Ticks ? new DateTimeOffset(local, TimeSpan.Zero) : null;
    }

    private static bool TryFraction(string text, out long ticks, out int end)
    {
        (ticks, end) = (0, SecondsEnd);
        if (text[SecondsEnd] != '.')
        {
            return true;
        }

        var scale = TimeSpan.TicksPerSecond;
        for (end = SecondsEnd + 1; end < text.Length && char.IsAsciiDigit(text[end]); end++)
        {
            if (end - SecondsEnd <= MaxFractionDigits)
            {
                scale /= 10;
                ticks += (text[end] - '0') * scale;
            }
        }

        return end > SecondsEnd + 1;
    }

    private static TimeSpan? Offset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
        {
            return TimeSpan.Zero;
        }

        // A plus sign that was not escaped in a query arrives as a space.
        if (text.Length != 6 || text[0] is not ('+' or '-' or ' ')
            || !TimeOnly.TryParseExact(text[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var offset))
        {
            return null;
        }

        return text[0] == '-' ? -offset.ToTimeSpan() : offset.ToTimeSpan();
    }
}
