using System.Diagnostics;
using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>
/// What a limiter costs a whole request over Kestrel: requests/s, server CPU and bytes allocated a request. The servers run side by side and
/// take turns of a second or less, so that what else the machine does falls on all alike.
/// </summary>
internal static class LimiterLoad
{
    private const int Connections = 64;
    private static readonly string[] Variants = ["none", "framework", "silent", "all"];

    public static int Run(Arguments load)
    {
        var servers = Variants.Select(static variant => ServerProcess.Start(variant, "limiter-server")).ToArray();
        var clients = servers.Select(static server => new HelloClients(server.Port, Connections)).ToArray();
        var turns = Variants.Select(static _ => new List<Turn>()).ToArray();
        try
        {
            foreach (var client in clients)
            {
                client.Run(TimeSpan.FromSeconds(3));
            }

            for (var turn = 0; turn < load.Rounds * load.Seconds; turn++)
            {
                for (var i = 0; i < Variants.Length; i++)
                {
                    turns[i].Add(Measure(servers[i], clients[i]));
                }
            }
        }
        finally
        {
            Array.ForEach(clients, static client => client.Dispose());
            Array.ForEach(servers, static server => server.Dispose());
        }

        Console.WriteLine($"hello, {Connections} connections, {turns[0].Count} turns of 1 s, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        for (var i = 0; i < Variants.Length; i++)
        {
            var ratios = turns[i].Zip(turns[0], static (one, none) => (Rate: one.Rate / none.Rate, Cpu: one.Cpu / none.Cpu)).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Variants[i],-10} {Median(turns[i].Select(static t => t.Rate)),9:F0} requests/s x{Median(ratios.Select(static r => r.Rate)):F3} of none | CPU {Median(turns[i].Select(static t => t.Cpu)),6:F2} µs x{Median(ratios.Select(static r => r.Cpu)):F3} | {Median(turns[i].Select(static t => t.Bytes)),6:F0} B/request"));
        }

        return 0;
    }

    private static Turn Measure(ServerProcess server, HelloClients clients)
    {
        var before = server.Stats();
        var started = Stopwatch.GetTimestamp();
        var requests = (double)clients.Run(TimeSpan.FromSeconds(1));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = server.Stats();
        return new(requests / elapsed.TotalSeconds, (after.CpuMicroseconds - before.CpuMicroseconds) / requests, (after.Allocated - before.Allocated) / requests);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Turn(double Rate, double Cpu, double Bytes);
}
