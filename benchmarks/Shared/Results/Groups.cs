namespace Investigations.Benchmarks;

/// <summary>The parts of the suite, as the tables name them, in their order.</summary>
internal static class Groups
{
    public const string Concurrency = "Concurrency";
    public const string EventFeed = "Event feed";
    public const string Sse = "Server-sent events";
    public const string RateLimiting = "Rate limiting";

    public const string Host = "The sample host on PostgreSQL";

    public static readonly string[] All = [Concurrency, EventFeed, Sse, RateLimiting, Host];
}
