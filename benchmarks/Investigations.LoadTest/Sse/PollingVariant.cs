using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>What one writes first: each stream asks the store every half second for what is new.</summary>
internal static class PollingVariant
{
    public static Func<WebApplication, Publisher> Add(WebApplicationBuilder builder)
    {
        OrderFeed.Add(builder);
        return app =>
        {
            var orders = app.Services.GetRequiredService<OrderFeed>();
            app.MapGet("/stream", () => TypedResults.ServerSentEvents(FollowAsync(orders)));
            return new(orders.AppendAsync, () => orders.Reads);
        };
    }

    private static async IAsyncEnumerable<SseItem<JsonElement>> FollowAsync(OrderFeed orders, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var cursor = await orders.GetEndAsync(cancellationToken);
        while (true)
        {
            var page = await orders.ReadAsync(cursor, 100, cancellationToken);
            foreach (var item in page.Events)
            {
                yield return new SseItem<JsonElement>(item.Data, item.Type);
            }

            cursor = page.Next;
            if (!page.HasMore)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, cancellationToken);
            }
        }
    }
}
