using Investigations.EventFeed;

namespace Investigations.Testing;

/// <summary>A node on a store that takes part in the application's transactions.</summary>
internal interface IWritingNode : IFeedNode
{
    /// <summary>Appends in a transaction of the application's own, which stays open for a while and then commits, or rolls back.</summary>
    ValueTask AppendSlowlyAsync(string feed, NewFeedEvent[] events, TimeSpan open, bool rollBack, CancellationToken cancellationToken);
}

/// <summary>What a transaction that rolls back throws.</summary>
internal sealed class RolledBackException : Exception;
