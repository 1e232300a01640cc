using Investigations.Api.Features.Investigations;
using Investigations.Concurrency;
using Investigations.EventFeed;

namespace Investigations.Api.Storage;

/// <summary>
/// Where investigations, their history and their runs live, beside the feed of their events. Each write is one transaction:
/// the rows and the events that tell of them commit together.
/// </summary>
/// <remarks>Every call throws <see cref="FeedUnavailableException"/> when the storage can't be reached.</remarks>
internal interface IInvestigationStore
{
    ValueTask<Investigation> CreateAsync(NewInvestigation investigation, string user, CancellationToken cancellationToken);

    ValueTask<Investigation?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Who may see an investigation, and its version; null where there is none.</summary>
    ValueTask<InvestigationAccess?> GetAccessAsync(string id, CancellationToken cancellationToken);

    /// <summary>The same of several, in one read; those that do not exist are left out.</summary>
    ValueTask<IReadOnlyDictionary<string, InvestigationAccess>> GetAccessAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Newest first, those before position <paramref name="before"/>; all of them where <paramref name="user"/> is null.</summary>
    ValueTask<InvestigationList> ListAsync(string? user, int limit, long? before, CancellationToken cancellationToken);

    /// <summary>The newest investigation of that title.</summary>
    ValueTask<Investigation?> FindByTitleAsync(string title, CancellationToken cancellationToken);

    ValueTask<VersionCommit<Investigation>> UpdateAsync(
        string id, ExpectedVersion expected, InvestigationPatch patch, string user, CancellationToken cancellationToken);

    /// <summary>Newest first, those before <paramref name="before"/>.</summary>
    ValueTask<IReadOnlyList<VersionHistoryEntry>> GetHistoryAsync(string id, int limit, long? before, CancellationToken cancellationToken);

    ValueTask CreateRunAsync(string id, string runId, string? name, string user, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<AppendResult>> AppendAsync(string id, IReadOnlyList<NewFeedEvent> events, CancellationToken cancellationToken);

    /// <summary>Whether a run, or with null the whole investigation, is finished.</summary>
    ValueTask<bool> IsFinishedAsync(string id, string? runId, CancellationToken cancellationToken);

    /// <summary>Completes when the storage answers.</summary>
    ValueTask PingAsync(CancellationToken cancellationToken);
}

internal sealed record InvestigationAccess(string CreatedBy, IReadOnlyList<string> Members, long Version)
{
    public bool Allows(string user) => CreatedBy == user || Members.Contains(user);
}

/// <param name="Items">The investigations, newest first.</param>
/// <param name="Next">The position to go on before; null at the end.</param>
internal sealed record InvestigationList(IReadOnlyList<Investigation> Items, long? Next);
