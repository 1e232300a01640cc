using Microsoft.Extensions.Logging;

namespace Investigations.Sse;

/// <summary>All that this package logs. Paths and queries are left out: a query may hold a token.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "A stream opened.", EventName = "StreamOpened")]
    public static partial void StreamOpened(this ILogger logger);

    [LoggerMessage(2, LogLevel.Debug, "A stream ended: {Reason}.", EventName = "StreamEnded")]
    public static partial void StreamEnded(this ILogger logger, EndReason reason);

    [LoggerMessage(3, LogLevel.Error, "The source of a stream failed.", EventName = "SourceFailed")]
    public static partial void SourceFailed(this ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The source of a stream ignored its cancellation and was left behind.", EventName = "SourceAbandoned")]
    public static partial void SourceAbandoned(this ILogger logger);

    [LoggerMessage(5, LogLevel.Debug, "A stream was turned away: {Reason}.", EventName = "StreamRejected")]
    public static partial void StreamRejected(this ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Debug, "A stream starts over: {Reason}.", EventName = "StreamReset")]
    public static partial void StreamReset(this ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Warning, "The source of a channel could not be read; next try in {Delay}.", EventName = "ChannelReadFailed")]
    public static partial void ChannelReadFailed(this ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(8, LogLevel.Debug, "A source that was left behind failed.", EventName = "AbandonedSourceFailed")]
    public static partial void AbandonedSourceFailed(this ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "What the application registered for the end of a request failed.", EventName = "AbortFailed")]
    public static partial void AbortFailed(this ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Error, "Looking after streams and channels failed; it goes on.", EventName = "TickFailed")]
    public static partial void TickFailed(this ILogger logger, Exception exception);
}
