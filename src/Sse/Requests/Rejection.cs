using System.Globalization;
using Investigations.Shared;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse;

/// <summary>
/// Turns a stream away. An <c>EventSource</c> stops for good at any status but 200, so it gets an empty stream that tells it when
/// to come back; any other client gets a 503.
/// </summary>
internal static class Rejection
{
    public static Task WriteAsync(HttpContext context, SseEngine engine, Admission admission)
    {
        var reason = admission == Admission.Draining ? "shutting_down" : admission == Admission.ClientFull ? "too_many_streams_of_client" : "too_many_streams";
        engine.Metrics.Rejected(reason);
        engine.Logger.StreamRejected(reason);

        var interval = admission == Admission.Draining ? engine.Options.RetryInterval : engine.Options.RejectRetryInterval;
        var retry = Retry.Spread(interval, engine.Options.RetryJitter);
        if (Accepts.OnlyAnEventStream(context.Request))
        {
            StreamResponse.Prepare(context);
            SseFormat.WriteRetry(context.Response.BodyWriter, retry);
            return context.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask();
        }

        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(retry.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(
            context, StatusCodes.Status503ServiceUnavailable, reason, "No stream can be opened now",
            admission == Admission.Draining ? "The server is stopping." : "As many streams are open as may be. Come back later.");
    }
}
