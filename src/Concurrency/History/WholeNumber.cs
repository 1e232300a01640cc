using Microsoft.Extensions.Primitives;

namespace Investigations.Concurrency;

/// <summary>A query parameter with a whole number of any size: one that is too large for a <see cref="long"/> is its greatest.</summary>
internal static class WholeNumber
{
    /// <summary><see langword="false"/> when the parameter is there and is no such number.</summary>
    public static bool TryRead(StringValues values, out long? number)
    {
        number = null;
        if (values.Count == 0)
        {
            return true;
        }

        if (values.Count > 1 || string.IsNullOrEmpty(values[0]) || values[0].AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        number = long.TryParse(values[0], out var parsed) ? parsed : long.MaxValue;
        return true;
    }
}
