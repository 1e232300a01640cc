using System.Globalization;
using Investigations.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Investigations.EventFeed;

/// <summary>The problem documents that feeds answer with.</summary>
internal static class FeedProblems
{
    public static Task WriteParameterAsync(HttpContext context, string parameter, string detail) => Problem.WriteAsync(
        context, StatusCodes.Status400BadRequest, "invalid_parameter", "Invalid parameter", detail,
        [new("parameter", parameter)]);

    public static Task WriteNotFoundAsync(HttpContext context) => Problem.WriteAsync(
        context, StatusCodes.Status404NotFound, "not_found", "Not found", "There is no feed with that name.");

    public static Task WriteCursorAsync(HttpContext context, FeedCursorException exception)
    {
        if (exception.Reason == FeedCursorReason.Invalid)
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, exception.Code, "Invalid cursor", exception.Message,
                [new("parameter", PageParameters.Cursor)]);
        }

        return Problem.WriteAsync(
            context, StatusCodes.Status410Gone, exception.Code, Title(exception.Reason),
            $"{exception.Message} Start over at the URL in \"resume\".",
            [new("reason", Reason(exception.Reason)), new("resume", FeedUrls.WithoutCursor(context.Request))]);
    }

    public static Task WriteEventAsync(HttpContext context, FeedEventException exception) => Problem.WriteAsync(
        context, StatusCodes.Status400BadRequest, "invalid_event", "Invalid event", exception.Message,
        [new("index", exception.Index), new("member", exception.Member)]);

    public static Task WriteUnavailableAsync(HttpContext context, FeedUnavailableException exception, ILogger logger)
    {
        Log.StoreUnavailable(logger, exception);
        context.Response.Clear();
        var seconds = Math.Max(1, (int)Math.Ceiling(exception.RetryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(
            context, StatusCodes.Status503ServiceUnavailable, "storage_unavailable", "Storage unavailable",
            "The events cannot be reached at present. Try again later.");
    }

    private static string Title(FeedCursorReason reason) => reason == FeedCursorReason.Reset ? "Feed reset" : "Cursor expired";

    private static string Reason(FeedCursorReason reason) => reason switch
    {
        FeedCursorReason.Expired => "age",
        FeedCursorReason.Trimmed => "retention",
        _ => "reset",
    };
}
