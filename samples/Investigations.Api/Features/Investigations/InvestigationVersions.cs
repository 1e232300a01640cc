using Investigations.Api.Storage;
using Investigations.Concurrency;

namespace Investigations.Api.Features.Investigations;

/// <summary>Tells the concurrency package which version an investigation is at, and how it came there.</summary>
internal sealed class InvestigationVersions(IInvestigationStore store) : IVersionSource, IVersionHistorySource
{
    public async ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) =>
        (await store.GetAccessAsync(context.InvestigationId(), cancellationToken))?.Version;

    public string? GetCacheKey(HttpContext context) => context.InvestigationId();

    public async ValueTask<VersionInfo?> GetVersionInfoAsync(HttpContext context, CancellationToken cancellationToken) =>
        await store.GetAsync(context.InvestigationId(), cancellationToken) is { } state
            ? new(state.Id, state.Version, state.UpdatedAt, state.UpdatedBy)
            : null;

    public async ValueTask<VersionHistoryPage?> GetHistoryAsync(HttpContext context, VersionHistoryQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.GetHistoryAsync(context.InvestigationId(), query.Limit + 1, query.Before, cancellationToken);
        return new([.. rows.Take(query.Limit)], rows.Count > query.Limit);
    }
}
