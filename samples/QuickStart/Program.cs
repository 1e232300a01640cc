using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Investigations.Concurrency;
using Investigations.EventFeed;
using Investigations.RateLimiting;
using Investigations.Sse;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOptimisticConcurrency();
builder.Services.AddEventFeed().UseInMemory();
builder.Services.AddSse();
builder.Services.AddBackoffRateLimiting(o => o.Default.PermitLimit = 120);
builder.Services.AddSingleton<Orders>();

var app = builder.Build();
app.UseBackoffRateLimiting();
app.UseSse();

var orders = app.MapGroup("/orders").WithVersionSource<Orders>();
orders.MapGet("/{id}", (string id, Orders all) => VersionResults.Ok(all[id], all[id].Version)).WithConditionalGet();
orders.MapPut("/{id}", async (string id, NewStatus change, ExpectedVersion expected, Orders all, IEventFeed feed) =>
{
    var commit = all.Update(id, expected, change.Status);
    if (commit.Outcome == VersionOutcome.Committed)
    {
        await feed.AppendAsync(id, [new("status_changed", JsonSerializer.SerializeToElement(change, JsonSerializerOptions.Web))]);
    }

    return commit;
});
app.MapEventFeed("/orders/{feed}/events");
app.MapGet("/orders/{id}/stream", (string id, IEventFeed feed) => SseResults.Stream((after, ct) => Follow(feed, id, after, ct)));

app.Run();

static async IAsyncEnumerable<SseItem<JsonElement>> Follow(IEventFeed feed, string id, string? after, [EnumeratorCancellation] CancellationToken ct)
{
    await foreach (var item in feed.TailAsync(id, new FeedQuery { Cursor = after }, ct))
    {
        yield return new(item.Event.Data, item.Event.Type) { EventId = item.Cursor };
    }
}

record NewStatus(string Status);

record Order(string Id, string Status, long Version);

sealed class Orders : IVersionSource
{
    private readonly ConcurrentDictionary<string, Order> _orders = new() { ["17"] = new("17", "new", 1) };

    public Order this[string id] => _orders[id];

    public VersionCommit<Order> Update(string id, ExpectedVersion expected, string status)
    {
        while (_orders.TryGetValue(id, out var current))
        {
            var next = current with { Status = status, Version = current.Version + 1 };
            if (!expected.IsSatisfiedBy(current.Version))
            {
                return VersionCommit.Conflict(current.Version);
            }

            if (_orders.TryUpdate(id, next, current))
            {
                return VersionCommit.Committed(next.Version, next);
            }
        }

        return VersionCommit.NotFound;
    }

    public ValueTask<long?> GetVersionAsync(HttpContext context, CancellationToken cancellationToken) =>
        new(_orders.TryGetValue((string)context.Request.RouteValues["id"]!, out var order) ? order.Version : null);
}
