using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Investigations.Sse;
using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderStore>();
builder.Services.AddSse(o => o.PollInterval = TimeSpan.FromMinutes(1));
//= Sse: Channels with a source

var app = builder.Build();
app.UseRouting();
app.UseSse();
app.MapSse<OrderKey, Order>("/orders/{id}", context => new OrderKey((string)context.GetRouteValue("id")!));
app.MapPost("/orders/17", (OrderStore store, ISseChannels<OrderKey, Order> channels) =>
{
    store.Add();
    //= Sse: Channels with a source: 3
});
//= Sse: Resuming
app.Run();

static Task<bool> IsOverAsync(string id, string? lastEventId) => Task.FromResult(id == "7" && lastEventId == "3");

static async IAsyncEnumerable<SseItem<string>> ReadAsync(string id, string? lastEventId, [EnumeratorCancellation] CancellationToken ct)
{
    await Task.Delay(1, ct);
    yield return new SseItem<string>($"job {id} after {lastEventId}") { EventId = "3" };
}

public record OrderKey(string Id);

public record Order(string Cursor);

public record OrderPage(IReadOnlyList<Order> Orders, bool HasMore);

public class OrderStore
{
    private readonly List<Order> _orders = [];

    public void Add()
    {
        lock (_orders)
        {
            _orders.Add(new($"c{_orders.Count + 1}"));
        }
    }

    public ValueTask<OrderPage> ReadAsync(OrderKey key, string? afterId, int limit, CancellationToken cancellationToken)
    {
        lock (_orders)
        {
            var after = afterId is null ? 0 : _orders.FindIndex(order => order.Cursor == afterId) + 1;
            return new(new OrderPage([.. _orders.Skip(after).Take(limit)], HasMore: after + limit < _orders.Count));
        }
    }
}

//= Sse: Channels with a source: 2
