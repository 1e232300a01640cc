using System.Diagnostics;
using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>One publisher, many streams, the servers in turn.</summary>
internal static class FanOut
{
    public static async Task<int> RunAsync(Arguments load)
    {
        var results = new List<FanOutResult>();
        Console.WriteLine($"{load.Streams} streams x {load.Rate} events/s, {load.Seconds} s, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        Console.WriteLine(FanOutResult.Header);
        for (var round = 0; round < load.Rounds; round++)
        {
            foreach (var variant in load.Variants)
            {
                var result = await MeasureAsync(variant, load);
                results.Add(result);
                Console.WriteLine(result);
            }
        }

        Console.WriteLine("medians");
        var medians = load.Variants.Select(variant => FanOutResult.Median(results.Where(result => result.Variant == variant))).ToArray();
        foreach (var median in medians)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{median} | CPU x{median.CpuPerDelivery / medians[0].CpuPerDelivery:F2}, heap x{median.HeapPerStream / medians[0].HeapPerStream:F2}, memory x{median.MemoryPerStream / medians[0].MemoryPerStream:F2} of {medians[0].Variant}"));
        }

        return results.TrueForAll(result => result.Delivered == result.Expected) ? 0 : 1;
    }

    private static async Task<FanOutResult> MeasureAsync(string variant, Arguments load)
    {
        using var server = ServerProcess.Start(variant);
        await WarmUpAsync(server);
        var empty = server.Collect();
        using var clients = new Clients(server.Port, load.Streams);
        await WaitAsync(TimeSpan.FromSeconds(2), () => clients.FirstBytes.Length == load.Streams);
        var idle = server.Collect();
        var firstBytes = clients.FirstBytes;

        await SendAsync(server, clients, load, load.Rate * 2);
        clients.TakeAges();

        var before = server.Stats();
        var delivered = clients.Events;
        await SendAsync(server, clients, load, load.Rate * load.Seconds);
        var after = server.Stats();
        delivered = clients.Events - delivered;
        var ages = clients.TakeAges();
        return new FanOutResult(
            variant,
            (double)(after.CpuMicroseconds - before.CpuMicroseconds) / delivered,
            (double)(after.Allocated - before.Allocated) / delivered,
            (double)(idle.Heap - empty.Heap) / load.Streams,
            (double)(after.WorkingSet - empty.WorkingSet) / load.Streams,
            At(ages, 0.5),
            At(ages, 0.99),
            firstBytes.Length == load.Streams ? At(firstBytes, 0.99) : double.NaN,
            delivered,
            (long)load.Rate * load.Seconds * load.Streams);
    }

    /// <summary>Compiles what the first requests need, so that they are not the ones measured.</summary>
    private static async Task WarmUpAsync(ServerProcess server)
    {
        for (var i = 0; i < 10; i++)
        {
            using var clients = new Clients(server.Port, 100);
            server.StartPublishing(100, 20);
            await server.FinishPublishingAsync();
            await WaitAsync(TimeSpan.FromSeconds(0.1), () => false);
        }
    }

    /// <summary>Publishes, then waits a second at most for what is still under way: what is not there by then was not held.</summary>
    private static async Task SendAsync(ServerProcess server, Clients clients, Arguments load, int count)
    {
        var expected = clients.Events + ((long)count * load.Streams);
        server.StartPublishing(load.Rate, count);
        await server.FinishPublishingAsync();
        await WaitAsync(TimeSpan.FromSeconds(1), () => clients.Events >= expected);
    }

    private static async Task WaitAsync(TimeSpan atMost, Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(start) < atMost)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? double.NaN : sorted[(int)((sorted.Length - 1) * part)];
}
