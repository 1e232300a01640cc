namespace Investigations.EventFeed.Testing;

/// <summary>
/// What every <see cref="IEventFeedStore"/> must do, as cases to run from any test framework: derive, make stores, and let a
/// theory over <see cref="CaseNames"/> call <see cref="RunAsync"/>.
/// </summary>
public abstract class EventFeedStoreConformance
{
    private static readonly (string Name, Func<StoreProbe, Task> Run)[] Cases =
    [
        .. AppendCases.All, .. DuplicateCases.All, .. ReadCases.All, .. LimitCases.All, .. FilterCases.All,
        .. SinceCases.All, .. HeadCases.All, .. TrimCases.All, .. ConcurrencyCases.All,
    ];

    /// <summary>The cases, by name.</summary>
    public static IReadOnlyList<string> CaseNames { get; } = [.. Cases.Select(static item => item.Name)];

    /// <summary>Runs one case on a store of its own.</summary>
    /// <exception cref="ConformanceException">The store does not do what it must.</exception>
    /// <exception cref="ArgumentException">There is no case of that name.</exception>
    public async Task RunAsync(string caseName, CancellationToken cancellationToken = default)
    {
        var found = Cases.FirstOrDefault(item => item.Name == caseName);
        if (found.Run is null)
        {
            throw new ArgumentException($"There is no case {caseName}.", nameof(caseName));
        }

        await using var store = await CreateAsync(cancellationToken);
        await found.Run(new StoreProbe(store.Nodes, cancellationToken));
    }

    /// <summary>Makes an empty store; with several nodes, if the storage can be shared.</summary>
    protected abstract ValueTask<ConformanceStore> CreateAsync(CancellationToken cancellationToken);
}
