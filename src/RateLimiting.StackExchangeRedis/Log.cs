using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting.StackExchangeRedis;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Redis does not answer: {FailureMode} for rate limits; it is tried again every {BreakSeconds} s.", EventName = "RateLimitRedisLost")]
    public static partial void BreakerOpened(ILogger logger, RateLimitStoreFailureMode failureMode, double breakSeconds, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Redis answers again: rate limits are counted there.", EventName = "RateLimitRedisBack")]
    public static partial void BreakerClosed(ILogger logger);
}
