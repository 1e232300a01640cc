using System.Net.ServerSentEvents;
using System.Text.Json;
using Investigations.Sse;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>A channel that reads the same feed, every half second as well, for all its streams.</summary>
internal static class SourceVariant
{
    public static Func<WebApplication, Publisher> Add(WebApplicationBuilder builder)
    {
        OrderFeed.Add(builder);
        builder.Services.AddSse(static options => options.MaxConnections = 20_000);
        builder.Services.AddSseChannels<string, JsonElement>(static channels => channels.Source<Source>());
        return app =>
        {
            var orders = app.Services.GetRequiredService<OrderFeed>();
            app.MapSse<JsonElement>("/stream", "orders", static options => options.Start = SseStart.End);
            return new(orders.AppendAsync, () => orders.Reads);
        };
    }

    private sealed class Source(OrderFeed orders) : ISseSource<string, JsonElement>
    {
        public async ValueTask<SseSourcePage<JsonElement>> ReadAsync(string key, string? afterId, int limit, CancellationToken cancellationToken)
        {
            var page = await orders.ReadAsync(afterId, limit, cancellationToken);
            var items = page.Events.Select((e, i) => new SseItem<JsonElement>(e.Data, e.Type) { EventId = page.CursorAfter(i) });
            return new([.. items]) { Position = page.Next, HasMore = page.HasMore };
        }

        public async ValueTask<string?> GetEndAsync(string key, CancellationToken cancellationToken) => await orders.GetEndAsync(cancellationToken);
    }
}
