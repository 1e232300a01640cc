using System.Net.ServerSentEvents;
using Investigations.Api.Features.Events;
using Investigations.Api.Features.Investigations;
using Investigations.EventFeed;
using Investigations.Sse;

namespace Investigations.Api.Features.Streaming;

/// <summary>
/// Offers a run's part of the feed to its channel. An event's id on the stream is the feed's cursor after it, so that a
/// client may go from the stream to polling and back.
/// </summary>
internal sealed class RunSource(IEventFeed feed) : ISseSource<RunKey, ReadOnlyMemory<byte>>
{
    public async ValueTask<SseSourcePage<ReadOnlyMemory<byte>>> ReadAsync(RunKey key, string? afterId, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var page = await feed.ReadAsync(key.InvestigationId, new FeedQuery { Cursor = afterId, Subject = key.RunId, Limit = limit }, cancellationToken);
            var items = page.Events.Select((e, i) => new SseItem<ReadOnlyMemory<byte>>(FeedJson.ToUtf8(e, InvestigationFeed.SubjectName), e.Type) { EventId = page.CursorAfter(i) });
            return new([.. items]) { Position = page.Next, HasMore = page.HasMore };
        }
        catch (FeedCursorException refused)
        {
            throw new SseResetException(refused.Code) { Resume = ResumeUrl(key) };
        }
    }

    public async ValueTask<string?> GetEndAsync(RunKey key, CancellationToken cancellationToken) =>
        await feed.GetTailCursorAsync(key.InvestigationId, new FeedQuery { Subject = key.RunId }, cancellationToken);

    public static string ResumeUrl(RunKey key) => $"/api/v1/investigations/{key.InvestigationId}/runs/{key.RunId ?? RunIds.All}/stream";
}
