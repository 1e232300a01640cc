using System.Runtime.CompilerServices;

namespace Investigations.EventFeed.Testing;

internal static class Check
{
    public static void That(bool condition, string statement)
    {
        if (!condition)
        {
            throw new ConformanceException($"Expected that {statement}.");
        }
    }

    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string? what = null)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ConformanceException($"Expected {what} to be {Text(expected)}, but it is {Text(actual)}.");
        }
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string? what = null)
    {
        var (left, right) = (expected.ToArray(), actual.ToArray());
        if (!left.SequenceEqual(right))
        {
            throw new ConformanceException($"Expected {what} to be [{string.Join(", ", left)}], but it is [{string.Join(", ", right)}].");
        }
    }

    private static string Text<T>(T value) => value?.ToString() ?? "null";
}
