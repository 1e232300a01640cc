using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>The README's code, as it stands there.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task Use_AsInTheReadme_Works()
    {
        await using var host = await TestHost.StartAsync(
            services =>
            {
                services.AddSse(o =>
                {
                    o.HeartbeatInterval = TimeSpan.FromSeconds(30);
                    o.MaxDuration = TimeSpan.FromMinutes(5);
                });
                services.AddSseChannels<string, Price>(c => c.ReplayCapacity = 1024);
                services.AddSingleton<OrderStore>();
                services.AddSseChannels<OrderKey, Order>(c => c.Source<OrderEvents>());
            },
            app =>
            {
                app.UseRouting();
                app.UseSse();

                app.MapGet("/chat", () => SseResults.Stream(Ask()));
                app.MapGet("/jobs/{id}", (string id) => SseResults.Stream((lastEventId, ct) => ReadAsync(id, lastEventId, ct)));
                app.MapSse("/prices", "prices");
                app.MapGet("/mine", (ClaimsPrincipal user) => SseResults.Channel<string, Price>(user.Identity!.Name!));
                app.MapSse<OrderKey, Order>("/orders/{id}", context => new OrderKey((string)context.Request.RouteValues["id"]!));
            });
        using var chat = await host.OpenAsync("/chat");
        Assert.Equal("hello", (await chat.ReadAsync())!.Data);
        using var job = await host.OpenAsync("/jobs/7", ("Last-Event-ID", "2"));
        Assert.Equal(new SseBlock("3", null, "7 after 2"), await job.ReadAsync());

        using var client = await host.OpenAsync("/prices");
        var prices = host.Services.GetRequiredService<ISseChannels<string, Price>>();
        prices.Get("prices").Publish(new SseItem<Price>(new Price("ACME", 12.5m), "tick"));
        Assert.Equal("""{"symbol":"ACME","value":12.5}""", (await client.ReadAsync())!.Data);

        using var orders = await host.OpenAsync("/orders/17");
        var channels = host.Services.GetRequiredService<ISseChannels<OrderKey, Order>>();
        channels.Wake(new OrderKey("17"));
        Assert.Equal("c1", (await orders.ReadAsync())!.Id);
    }

    private static IAsyncEnumerable<string> Ask() => Sources.Of("hello");

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(string id, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        yield return new SseItem<string>($"{id} after {lastEventId}") { EventId = "3" };
    }

    private sealed record Price(string Symbol, decimal Value);

    private sealed record OrderKey(string Id);

    private sealed record Order(string Cursor);

    private sealed record Page(IReadOnlyList<Order> Orders, bool HasMore);

    private sealed class OrderStore
    {
        private readonly Order[] _orders = [new("c1")];

        public async Task<Page> ReadAsync(OrderKey key, string? afterId, int limit, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return new Page(afterId is null && key.Id == "17" ? [.. _orders.Take(limit)] : [], false);
        }
    }

    private sealed class OrderEvents(OrderStore store) : ISseSource<OrderKey, Order>
    {
        public async ValueTask<SseSourcePage<Order>> ReadAsync(OrderKey key, string? afterId, int limit, CancellationToken cancellationToken)
        {
            var page = await store.ReadAsync(key, afterId, limit, cancellationToken);
            return new SseSourcePage<Order>([.. page.Orders.Select(o => new SseItem<Order>(o, "order") { EventId = o.Cursor })]) { HasMore = page.HasMore };
        }
    }
}
