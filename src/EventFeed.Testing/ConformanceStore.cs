namespace Investigations.EventFeed.Testing;

/// <summary>A store for one case, empty to begin with.</summary>
public sealed class ConformanceStore : IAsyncDisposable
{
    private readonly Func<ValueTask> _dispose;

    /// <summary>Hands a store to the suite.</summary>
    /// <param name="nodes">One store, or several that share their storage as the nodes of an application would.</param>
    /// <param name="dispose">Called when the case is over.</param>
    public ConformanceStore(IReadOnlyList<IEventFeedStore> nodes, Func<ValueTask> dispose)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(dispose);
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count, nameof(nodes));
        Nodes = nodes;
        _dispose = dispose;
    }

    internal IReadOnlyList<IEventFeedStore> Nodes { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _dispose();
}
