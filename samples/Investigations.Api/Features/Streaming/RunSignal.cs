using Investigations.Sse;

namespace Investigations.Api.Features.Streaming;

/// <summary>Tells the streams of this node at once that there is something new, so that they need not wait for their next poll.</summary>
internal sealed class RunSignal(ISseChannels<RunKey, ReadOnlyMemory<byte>> channels)
{
    /// <param name="investigationId">Where something was appended.</param>
    /// <param name="runIds">The runs that it belongs to; null for what belongs to none.</param>
    public void Appended(string investigationId, IEnumerable<string?> runIds)
    {
        channels.Wake(new RunKey(investigationId, null));
        foreach (var runId in runIds.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            channels.Wake(new RunKey(investigationId, runId));
        }
    }
}
