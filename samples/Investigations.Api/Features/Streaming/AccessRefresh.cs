using Investigations.Api.Features.Investigations;
using Investigations.EventFeed;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Streaming;

/// <summary>
/// Looks once every poll interval of the feed, in one call of the store, at all investigations that somebody polls or streams here:
/// a change on another node shows even if nobody tells of it, and the stream of somebody who has lost access ends. Without
/// anybody, nothing is read.
/// </summary>
internal sealed partial class AccessRefresh(
    InvestigationProbes probes, OpenStreams streams, IOptions<EventFeedOptions> feed, TimeProvider time, ILogger<AccessRefresh> logger) : BackgroundService
{
    private const int AtOnce = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(feed.Value.HeadPollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var ids in probes.InUse.Union(streams.Investigations, StringComparer.Ordinal).Chunk(AtOnce))
            {
                await RefreshAsync(ids, stoppingToken);
            }
        }
    }

    private async Task RefreshAsync(string[] ids, CancellationToken cancellationToken)
    {
        try
        {
            var found = await probes.RefreshAsync(ids, cancellationToken);
            foreach (var id in ids)
            {
                streams.Check(id, found.GetValueOrDefault(id));
            }
        }
#pragma warning disable CA1031 // Whatever it was, the next turn may fare better; requests that need the store tell of it themselves.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogRefreshFailed(logger, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Who may see the investigations that are followed could not be looked up; it is tried again", EventName = "AccessRefreshFailed")]
    private static partial void LogRefreshFailed(ILogger logger, Exception exception);
}
