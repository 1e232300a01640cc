using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.LoadTest;

/// <summary>A server in a process of its own. Commands come by standard input, an answer to each goes to standard output; the end of input ends it.</summary>
internal static class ServerLoop
{
    /// <summary>The environment variable that bounds what the kernel holds for each client, in bytes.</summary>
    public const string SendBuffer = "LOADTEST_SEND_BUFFER";

    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        if (int.TryParse(builder.Configuration[SendBuffer], CultureInfo.InvariantCulture, out var size))
        {
            builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
            {
                var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                socket.SendBufferSize = size;
                return socket;
            });
        }

        builder.Services.AddRouting();
        return builder;
    }

    /// <param name="app">The server.</param>
    /// <param name="reads">How often the server has read its store.</param>
    /// <param name="command">Obeys any other command than those for figures; false where it is unknown.</param>
    public static async Task<int> RunAsync(WebApplication app, Func<long>? reads = null, Func<string[], Task<bool>>? command = null)
    {
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
        while (Console.ReadLine()?.Split(' ') is { } words)
        {
            switch (words)
            {
                case ["collect"]:
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    GC.Collect();
                    Report(reads);
                    break;
                case ["stats"]:
                    Report(reads);
                    break;
                default:
                    if (command is null || !await command(words))
                    {
                        return 1;
                    }

                    break;
            }
        }

        return 0;
    }

    private static void Report(Func<long>? reads)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{process.TotalProcessorTime.TotalMicroseconds:F0} {GC.GetTotalAllocatedBytes(precise: true)} {GC.GetTotalMemory(false)} {process.WorkingSet64} {reads?.Invoke() ?? 0}"));
    }
}
