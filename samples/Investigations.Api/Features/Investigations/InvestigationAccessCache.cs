using Investigations.Api.Features.MultiTab;
using Investigations.Api.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Features.Investigations;

/// <summary>
/// Remembers for a moment who may see an investigation, so that a thousand tabs that poll cost one read. What does not exist
/// is not remembered: it may be created the next moment.
/// </summary>
internal sealed class InvestigationAccessCache(IInvestigationStore store, IMemoryCache cache, IOptions<PollingOptions> options)
{
    public async ValueTask<InvestigationAccess?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue((nameof(InvestigationAccess), id), out InvestigationAccess? known))
        {
            return known;
        }

        var access = await store.GetAccessAsync(id, cancellationToken);
        if (access is not null && options.Value.CacheTtl > TimeSpan.Zero)
        {
            using var entry = cache.CreateEntry((nameof(InvestigationAccess), id));
            entry.Value = access;
            entry.Size = 1;
            entry.AbsoluteExpirationRelativeToNow = options.Value.CacheTtl;
        }

        return access;
    }
}
