using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Heads of feeds could not be polled; those who wait learn of other processes' events later", EventName = "HeadPollFailed")]
    public static partial void HeadPollFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The tail of feed {Feed} waits for its store", EventName = "TailWaits")]
    public static partial void TailWaits(ILogger logger, Exception exception, string feed);

    [LoggerMessage(3, LogLevel.Warning, "The wall clock has jumped {AheadMs} ms ahead and is not followed", EventName = "ClockJumpedAhead")]
    public static partial void ClockJumpedAhead(ILogger logger, long aheadMs);

    [LoggerMessage(4, LogLevel.Error, "The feed's store is unavailable", EventName = "StoreUnavailable")]
    public static partial void StoreUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "What the application does when feed {Feed} has grown failed; the events are stored, and all others are told", EventName = "GrowthCallbackFailed")]
    public static partial void GrowthCallbackFailed(ILogger logger, Exception exception, string feed);
}
