using System.Collections.Concurrent;

namespace Investigations.Deployment.Tests;

/// <summary>What the writers were told is stored.</summary>
internal sealed class Ledger
{
    private int _retried;
    private int _foundLater;

    /// <summary>Positions by event id.</summary>
    public ConcurrentDictionary<string, long> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>Versions by the note that was written.</summary>
    public ConcurrentDictionary<string, long> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes that had to be sent again.</summary>
    public int Retried => _retried;

    /// <summary>Writes without an answer that turned out to have been done.</summary>
    public int FoundLater => _foundLater;

    public void Retry() => Interlocked.Increment(ref _retried);

    public void Found() => Interlocked.Increment(ref _foundLater);
}
