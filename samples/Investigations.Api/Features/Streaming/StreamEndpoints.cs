using Investigations.Api.Features.Authentication;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Http;
using Investigations.Api.Storage;
using Investigations.EventFeed;
using Investigations.Sse;

namespace Investigations.Api.Features.Streaming;

internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder app)
    {
        var investigation = app.MapGroup("/api/v1/investigations/{id}").RequireInvestigationAccess().WithTags("Stream");

        investigation.MapRead("/runs/{runId}/stream", StreamAsync).WithSse().Produces(StatusCodes.Status204NoContent);
        investigation.MapRead("/streaming-options", StreamingChoices.Describe);
    }

    private static async Task<IResult> StreamAsync(
        string id, string runId, SseLastEventId lastEventId, HttpContext context, IEventFeed feed, IInvestigationStore store, OpenStreams streams)
    {
        var run = runId == RunIds.All ? null
            : RunIds.IsValid(runId) ? runId
            : throw ApiProblemException.InvalidParameter("run_id", "1 to 128 of the characters A-Z a-z 0-9 . _ -");
        var fromNow = context.Request.Query.Single("from") switch
        {
            null => false,
            "now" => true,
            _ => throw ApiProblemException.InvalidParameter("from", "'now', or absent"),
        };

        var key = new RunKey(id, run);

        if (await HasEverythingAsync(key, lastEventId.Value, feed, store, context.RequestAborted))
        {
            return TypedResults.NoContent();
        }

        var open = streams.Add(key, context.User.UserId(), context.User.IsAdmin());
        context.Response.RegisterForDispose(open);
        return SseResults.Channel<RunKey, ReadOnlyMemory<byte>>(key, stream =>
        {
            stream.Start = fromNow ? SseStart.End : SseStart.Beginning;
            stream.ResumeUrl = RunSource.ResumeUrl(key);
            stream.EndToken = open.Ended;
        });
    }

    /// <summary>Whether the client already has the last event of a finished run: a browser that reconnects then must be told to stop.</summary>
    private static async ValueTask<bool> HasEverythingAsync(
        RunKey key, string? lastEventId, IEventFeed feed, IInvestigationStore store, CancellationToken cancellationToken)
    {
        if (lastEventId is null || !await store.IsFinishedAsync(key.InvestigationId, key.RunId, cancellationToken))
        {
            return false;
        }

        try
        {
            var rest = await feed.ReadAsync(key.InvestigationId, new FeedQuery { Cursor = lastEventId, Subject = key.RunId, Limit = 1 }, cancellationToken);
            return rest is { Events.Count: 0, HasMore: false };
        }
        catch (FeedCursorException)
        {
            return false;
        }
    }
}
