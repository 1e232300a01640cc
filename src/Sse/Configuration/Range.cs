using System.Globalization;

namespace Investigations.Sse;

/// <summary>Says what is wrong with a value that is out of range, else nothing.</summary>
internal static class Range
{
    public static string? Of<TValue>(string name, TValue value, TValue min, TValue max)
        where TValue : IComparable<TValue> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} is '{value}', but must be from {min} to {max}.");

    public static string? OfOrInfinite(string name, TimeSpan value, TimeSpan min) =>
        value >= min || value == Timeout.InfiniteTimeSpan
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} is '{value}', but must be at least {min}, or Timeout.InfiniteTimeSpan.");
}
