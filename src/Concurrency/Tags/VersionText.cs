using System.Runtime.CompilerServices;

namespace Investigations.Concurrency;

/// <summary>The one way to write a version: decimal digits without sign or leading zero, up to <see cref="long.MaxValue"/>.</summary>
internal static class VersionText
{
    private const int MostDigits = 19;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<char> text, out long version)
    {
        version = 0;
        if (text.Length is 0 or > MostDigits || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        ulong value = 0;
        foreach (var c in text)
        {
            var digit = (uint)(c - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        if (value > long.MaxValue)
        {
            return false;
        }

        version = (long)value;
        return true;
    }
}
