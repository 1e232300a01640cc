using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Investigations.Concurrency.Tests;

internal sealed class DocumentHistory(Documents documents) : IVersionHistorySource
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 1, 0, 0, 123, TimeSpan.FromHours(1));

    public VersionHistoryQuery LastQuery { get; private set; }

    public ValueTask<VersionInfo?> GetVersionInfoAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(Find(context) is { } document ? new VersionInfo(document.Id, document.Version, Origin, "alice") : null);

    public ValueTask<VersionHistoryPage?> GetHistoryAsync(HttpContext context, VersionHistoryQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        if (Find(context) is not { } document)
        {
            return new((VersionHistoryPage?)null);
        }

        var newest = query.Before is { } before ? Math.Min(before - 1, document.Version) : document.Version;
        var entries = new List<VersionHistoryEntry>();
        for (var version = newest; version >= 1 && entries.Count < query.Limit; version--)
        {
            entries.Add(new(version, version > 1 ? version - 1 : null, Origin, "alice", JsonElement.Parse("""{"title":["a","b"]}""")));
        }

        return new(new VersionHistoryPage(entries, newest - entries.Count >= 1));
    }

    private Document? Find(HttpContext context) => documents[(string)context.GetRouteValue("id")!];
}
