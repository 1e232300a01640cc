using Microsoft.Extensions.Logging;

namespace Investigations.Concurrency;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Optimistic concurrency is disabled: preconditions on writes are not looked at, and writers can overwrite each other.", EventName = "ConcurrencyDisabled")]
    public static partial void Disabled(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "Rejected a write: the resource is at {Current}, expected was {Submitted}.", EventName = "VersionConflict")]
    public static partial void Conflict(ILogger logger, string? current, string submitted);

    [LoggerMessage(3, LogLevel.Information, "Rejected a request: its {Header} header can't be read ({Reason}).", EventName = "InvalidPrecondition")]
    public static partial void Malformed(ILogger logger, string header, TagListError reason);

    [LoggerMessage(4, LogLevel.Error, "{Endpoint} required a version, succeeded and never looked at its ExpectedVersion: writers can overwrite each other.", EventName = "VersionUnused")]
    public static partial void VersionUnused(ILogger logger, string endpoint);
}
