using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Investigations.Concurrency.EntityFrameworkCore.Tests;

/// <summary>The history of orders, from the rows that were saved together with them.</summary>
internal sealed class OrderHistory(OrdersDb db) : IVersionHistorySource
{
    private static readonly JsonElement NoChanges = JsonElement.Parse("{}");

    public async ValueTask<VersionInfo?> GetVersionInfoAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var id = IdOf(context);
        var newest = await db.Changes.Where(change => change.OrderId == id).OrderByDescending(change => change.Version).FirstOrDefaultAsync(cancellationToken);
        return newest is null ? null : new($"{id}", newest.Version, DateTimeOffset.UnixEpoch, newest.ChangedBy);
    }

    public async ValueTask<VersionHistoryPage?> GetHistoryAsync(HttpContext context, VersionHistoryQuery query, CancellationToken cancellationToken)
    {
        var (id, before) = (IdOf(context), query.Before ?? long.MaxValue);
        var changes = await db.Changes.Where(change => change.OrderId == id && change.Version < before)
            .OrderByDescending(change => change.Version).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var entries = changes.Take(query.Limit)
            .Select(change => new VersionHistoryEntry(change.Version, change.Version - 1, DateTimeOffset.UnixEpoch, change.ChangedBy, NoChanges)).ToArray();
        return new(entries, changes.Count > query.Limit);
    }

    private static int IdOf(HttpContext context) => int.Parse((string)context.GetRouteValue("id")!, null);
}
