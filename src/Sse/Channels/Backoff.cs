namespace Investigations.Sse;

/// <summary>How long to leave a failing source alone: twice as long each time, up to half a minute.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TimeSpan After(int failures, TimeSpan first) => first * Math.Pow(2, Math.Min(failures, 20)) is var delay && delay < Longest ? delay : Longest;
}
