using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.LoadTest;

/// <summary>What one writes with the framework alone: its result, fed by a channel for each client.</summary>
internal static class FrameworkVariant
{
    public static Func<WebApplication, Publisher> Add()
    {
        var clients = new ConcurrentDictionary<Channel<SseItem<Order>>, bool>();
        return app =>
        {
            app.MapGet("/stream", () => TypedResults.ServerSentEvents(ReadAsync(clients)));
            return new(order =>
            {
                var item = new SseItem<Order>(order, "order");
                foreach (var (client, _) in clients)
                {
                    client.Writer.TryWrite(item);
                }

                return ValueTask.CompletedTask;
            });
        };
    }

    private static async IAsyncEnumerable<SseItem<Order>> ReadAsync(
        ConcurrentDictionary<Channel<SseItem<Order>>, bool> clients, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<SseItem<Order>>(new UnboundedChannelOptions { SingleReader = true });
        clients[channel] = true;
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            clients.TryRemove(channel, out _);
        }
    }
}
