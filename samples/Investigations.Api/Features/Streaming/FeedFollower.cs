using Investigations.Api.Features.Investigations;
using Investigations.EventFeed;
using Investigations.Sse;

namespace Investigations.Api.Features.Streaming;

/// <summary>
/// Hears of every change, here or on another node, at once: what is cached of the investigation is forgotten, and its streams
/// are woken so that they need not wait for their next poll. In this order: who sees an event and then asks for the state must not
/// be told that it has not changed.
/// </summary>
internal sealed class FeedFollower(
    IFeedSignals signals, InvestigationProbes probes, OpenStreams streams, ISseChannels<RunKey, ReadOnlyMemory<byte>> channels) : IHostedService
{
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = signals.OnGrown(Grown);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    private void Grown(string investigationId)
    {
        probes.Forget(investigationId);
        foreach (var run in streams.RunsOf(investigationId))
        {
            channels.Wake(run);
        }
    }
}
