using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.LoadTest;

/// <summary>One server variant in its own process. Commands come by standard input, an answer to each goes to standard output.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(string variant)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OrderJson.Default));
        var publish = variant == "framework" ? FrameworkVariant.Add(builder) : ChannelVariant.Add(builder, variant);

        await using var app = builder.Build();
        var send = publish(app);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Console.WriteLine(address.Port);

        while (Console.ReadLine()?.Split(' ') is { } command)
        {
            switch (command)
            {
                case ["collect"]:
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    GC.Collect();
                    Report();
                    break;
                case ["stats"]:
                    Report();
                    break;
                case ["publish", var rate, var count]:
                    await PublishAsync(send, int.Parse(rate, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
                    Console.WriteLine("done");
                    break;
                default:
                    return 0;
            }
        }

        return 0;
    }

    /// <summary>Evenly spaced by the clock; late ones are made up for.</summary>
    private static async Task PublishAsync(Action<Order> send, int rate, int count)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0; sent < count; await timer.WaitForNextTickAsync())
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate) + 1);
            for (; sent < due; sent++)
            {
                send(Order.Next(sent, Stopwatch.GetTimestamp()));
            }
        }
    }

    private static void Report()
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{process.TotalProcessorTime.TotalMicroseconds:F0} {GC.GetTotalAllocatedBytes()} {GC.GetTotalMemory(false)} {process.WorkingSet64}"));
    }
}
