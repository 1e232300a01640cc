namespace Investigations.EventFeed;

/// <summary>How long to leave a store alone that could not be reached: a quarter of a second, doubled up to two.</summary>
internal static class Backoff
{
    public static TimeSpan After(int failures) => TimeSpan.FromMilliseconds(250 << Math.Min(failures, 3));
}
