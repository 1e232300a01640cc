using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed.PostgreSql;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The event feed's tables were created in schema {Schema}", EventName = "TablesCreated")]
    public static partial void TablesCreated(ILogger logger, string schema);

    [LoggerMessage(2, LogLevel.Information, "The event feed's server is tried again", EventName = "TriedAgain")]
    public static partial void TriedAgain(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The server's clock has jumped {AheadMs} ms ahead and is not followed", EventName = "ServerClockJumpedAhead")]
    public static partial void ServerClockJumpedAhead(ILogger logger, long aheadMs);

    [LoggerMessage(4, LogLevel.Information, "Other nodes' appends are listened for", EventName = "Listening")]
    public static partial void Listening(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "Other nodes' appends cannot be listened for at present; polls go on", EventName = "ListeningLost")]
    public static partial void ListeningLost(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "Other nodes could not be told of appends; they will learn of them by their polls", EventName = "NotifyFailed")]
    public static partial void NotifyFailed(ILogger logger, Exception exception);
}
