using System.Diagnostics;

namespace Investigations.LoadTest;

/// <summary>One publisher, many streams, the servers in turn.</summary>
internal static class FanOut
{
    public static async Task<int> RunAsync(Arguments load)
    {
        var rounds = await Rounds.RunAsync(load);
        var first = load.Variants[0];
        Console.WriteLine("medians");
        foreach (var median in rounds.Medians)
        {
            var (cpu, heap, memory) = (Ratio(r => r.CpuPerDelivery), Ratio(r => r.HeapPerStream), Ratio(r => r.MemoryPerStream));
            Console.WriteLine($"{median} | CPU x{Figure.Of(cpu)}, heap x{Figure.Of(heap)}, memory x{Figure.Of(memory)} of {first}");

            double Ratio(Func<FanOutResult, double> value) => rounds.Ratio(median.Variant, first, value);
        }

        return rounds.Medians.All(static result => result.Delivered == result.Expected) ? 0 : 1;
    }

    public static async Task<FanOutResult> MeasureAsync(string variant, Arguments load)
    {
        using var server = ServerProcess.Start(variant);
        await WarmUpAsync(server);
        var empty = server.Collect();
        using var clients = new Clients(server.Port, load.Streams);
        await WaitAsync(TimeSpan.FromSeconds(2), static () => false);
        var idle = server.Collect();
        var firstBytes = clients.FirstBytes;

        await SendAsync(server, clients, load, load.Rate * 2);
        await WaitAsync(TimeSpan.FromSeconds(10), () => clients.Events >= (long)load.Rate * 2 * load.Streams);
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
            (double)(server.PeakWorkingSet - empty.WorkingSet) / load.Streams,
            Figure.At(ages, 0.5),
            Figure.At(ages, 0.99),
            firstBytes.Length == load.Streams ? Figure.At(firstBytes, 0.99) : double.NaN,
            delivered,
            (long)load.Rate * load.Seconds * load.Streams);
    }

    /// <summary>Compiles what the first requests need, so that they are not the ones measured.</summary>
    public static async Task WarmUpAsync(ServerProcess server)
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

    public static async Task WaitAsync(TimeSpan atMost, Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(start) < atMost)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
