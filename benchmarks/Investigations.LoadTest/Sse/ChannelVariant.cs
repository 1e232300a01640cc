using System.Globalization;
using System.Net.ServerSentEvents;
using Investigations.Sse;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>A channel; <c>channel-0</c> has a window of 0 ms, <c>channel</c> the default one.</summary>
internal static class ChannelVariant
{
    public static Func<WebApplication, Publisher> Add(WebApplicationBuilder builder, string variant)
    {
        builder.Services.AddSse(options => options.MaxConnections = 20_000);
        builder.Services.AddSseChannels<string, Order>(channels =>
        {
            if (variant.Split('-') is [_, var window])
            {
                channels.CoalesceWindow = TimeSpan.FromMilliseconds(int.Parse(window, CultureInfo.InvariantCulture));
            }
        });
        return app =>
        {
            app.MapSse<Order>("/stream", "orders");
            var channel = app.Services.GetRequiredService<ISseChannels<string, Order>>().Get("orders");
            return new(order =>
            {
                channel.Publish(new SseItem<Order>(order, "order"));
                return ValueTask.CompletedTask;
            });
        };
    }
}
