namespace Investigations.Sse;

/// <summary>How long a client is told to wait, spread so that clients do not return together.</summary>
internal static class Retry
{
    public static TimeSpan Spread(TimeSpan interval, double jitter) => interval * (1 + (jitter * ((2 * Random.Shared.NextDouble()) - 1)));
}
