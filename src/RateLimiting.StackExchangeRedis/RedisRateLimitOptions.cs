using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>How limits are kept in Redis. One of the three ways to connect has to be given.</summary>
public sealed class RedisRateLimitOptions
{
    /// <summary>A StackExchange.Redis connection string. The connection is the store's own.</summary>
    public string? Configuration { get; set; }

    /// <summary>The same as an object; wins over <see cref="Configuration"/>.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Gives the application's own connection, which the store does not close; wins over the other two.</summary>
    public Func<IServiceProvider, Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>What stands before each key. Default: <c>investigations:rate-limit:</c>.</summary>
    public string KeyPrefix { get; set; } = "investigations:rate-limit:";

    /// <summary>
    /// The secret of the hash that stands for a caller in a key; the same on all nodes. Without one, who can read Redis can find out which
    /// addresses and guessable user names are in it by trying.
    /// </summary>
    public string? KeySecret { get; set; }

    /// <summary>How long a request waits for Redis, 1 ms to 1 minute. Default: 50 ms.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What becomes of requests while Redis does not answer in time.</summary>
    public RateLimitStoreFailureMode FailureMode { get; set; }

    /// <summary>Failures in a row after which Redis is left alone for <see cref="BreakDuration"/>, 1 to 1000. Default: 3.</summary>
    public int FailuresBeforeBreak { get; set; } = 3;

    /// <summary>How long Redis is left alone before it is tried again, beside the requests, 10 ms to 1 hour. Default: 2 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a node answers a blocked caller without asking Redis, zero to 1 minute; zero: never. Default: 5 s. A permit that another node gives
    /// back is seen when it is over; a limit that is raised acts at once.
    /// </summary>
    public TimeSpan BlockCacheDuration { get; set; } = TimeSpan.FromSeconds(5);
}
