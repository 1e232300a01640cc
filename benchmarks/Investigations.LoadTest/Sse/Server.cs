using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.LoadTest;

/// <summary>A server of streams, and the publisher in it.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(string variant)
    {
        var builder = ServerLoop.CreateBuilder();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OrderJson.Default));
        var start = variant switch
        {
            "framework" => FrameworkVariant.Add(),
            "polling" => PollingVariant.Add(builder),
            "source" => SourceVariant.Add(builder),
            _ => ChannelVariant.Add(builder, variant),
        };

        await using var app = builder.Build();
        var (send, reads) = start(app);
        return await ServerLoop.RunAsync(app, reads, async words =>
        {
            if (words is not ["publish", var rate, var count])
            {
                return false;
            }

            await PublishAsync(send, int.Parse(rate, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
            Console.WriteLine("done");
            return true;
        });
    }

    /// <summary>Evenly spaced by the clock; late ones are made up for.</summary>
    private static async Task PublishAsync(Func<Order, ValueTask> send, int rate, int count)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0; sent < count; await timer.WaitForNextTickAsync())
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate) + 1);
            for (; sent < due; sent++)
            {
                await send(Order.Next(sent, Stopwatch.GetTimestamp()));
            }
        }
    }
}
