using Investigations.Api.Features.Investigations;
using Investigations.Api.Storage;
using Investigations.Concurrency;
using Investigations.EventFeed;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>A store that counts what it is asked for, and fails or answers late where a test says so.</summary>
internal sealed class CountingStore(IInvestigationStore inner) : IInvestigationStore
{
    private int _accessReads;
    private int _batchReads;
    private int _stateReads;

    public int AccessReads => _accessReads;

    public int BatchReads => _batchReads;

    public int StateReads => _stateReads;

    public Exception? Failure { get; set; }

    public Func<Task>? BeforeBatch { get; set; }

    public IReadOnlyDictionary<string, InvestigationAccess>? BatchAnswer { get; set; }

    public ValueTask<InvestigationAccess?> GetAccessAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _accessReads);
        return Failure is { } failure ? throw failure : inner.GetAccessAsync(id, cancellationToken);
    }

    public async ValueTask<IReadOnlyDictionary<string, InvestigationAccess>> GetAccessAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batchReads);
        await (BeforeBatch?.Invoke() ?? Task.CompletedTask);
        return BatchAnswer ?? await inner.GetAccessAsync(ids, cancellationToken);
    }

    public ValueTask<Investigation?> GetAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _stateReads);
        return inner.GetAsync(id, cancellationToken);
    }

    public ValueTask<Investigation> CreateAsync(NewInvestigation investigation, string user, CancellationToken cancellationToken) =>
        inner.CreateAsync(investigation, user, cancellationToken);

    public ValueTask<InvestigationList> ListAsync(string? user, int limit, long? before, CancellationToken cancellationToken) =>
        inner.ListAsync(user, limit, before, cancellationToken);

    public ValueTask<Investigation?> FindByTitleAsync(string title, CancellationToken cancellationToken) => inner.FindByTitleAsync(title, cancellationToken);

    public ValueTask<VersionCommit<Investigation>> UpdateAsync(
        string id, ExpectedVersion expected, InvestigationPatch patch, string user, CancellationToken cancellationToken) =>
        inner.UpdateAsync(id, expected, patch, user, cancellationToken);

    public ValueTask<IReadOnlyList<VersionHistoryEntry>> GetHistoryAsync(string id, int limit, long? before, CancellationToken cancellationToken) =>
        inner.GetHistoryAsync(id, limit, before, cancellationToken);

    public ValueTask CreateRunAsync(string id, string runId, string? name, string user, CancellationToken cancellationToken) =>
        inner.CreateRunAsync(id, runId, name, user, cancellationToken);

    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(string id, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken) =>
        inner.AppendAsync(id, events, cancellationToken);

    public ValueTask<bool> IsFinishedAsync(string id, string? runId, CancellationToken cancellationToken) =>
        inner.IsFinishedAsync(id, runId, cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => inner.PingAsync(cancellationToken);
}
