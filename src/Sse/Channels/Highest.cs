namespace Investigations.Sse;

/// <summary>A number that several threads raise and none lowers.</summary>
internal static class Highest
{
    public static void Raise(ref long highest, long value)
    {
        long seen;
        while ((seen = Volatile.Read(ref highest)) < value && Interlocked.CompareExchange(ref highest, value, seen) != seen)
        {
        }
    }
}
