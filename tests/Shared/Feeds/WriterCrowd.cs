namespace Investigations.Testing;

/// <summary>Several writing processes, and what they told before they were killed.</summary>
internal sealed class WriterCrowd(string store, int processes) : IDisposable
{
    private readonly List<WriterProcess> _running = [];
    private int _rounds;

    public HashSet<string> Acknowledged { get; } = [];

    public HashSet<string> RolledBack { get; } = [];

    public void Start()
    {
        _rounds++;
        _running.AddRange(Enumerable.Range(0, processes).Select(i => WriterProcess.Start(store, $"{_rounds}-{i}")));
    }

    /// <summary>Waits until each process has had so many more events acknowledged.</summary>
    public Task MoreAsync(int count, CancellationToken cancellationToken) =>
        Task.WhenAll(_running.Select(writer => writer.UntilAsync(writer.Count + count, cancellationToken)));

    public async Task KillAsync()
    {
        foreach (var writer in _running)
        {
            var (acknowledged, rolledBack) = await writer.KillAsync();
            Acknowledged.UnionWith(acknowledged);
            RolledBack.UnionWith(rolledBack);
            writer.Dispose();
        }

        _running.Clear();
    }

    public void Dispose() => _running.ForEach(static writer => writer.Dispose());
}
