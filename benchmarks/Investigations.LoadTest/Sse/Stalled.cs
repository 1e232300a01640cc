using System.Diagnostics;
using System.Net.Sockets;

namespace Investigations.LoadTest;

/// <summary>
/// Five clients that never read among the others: the others must get everything, as soon as ever. The kernel may hold little for each client, so
/// that the server meets them, which it proves by cutting them.
/// </summary>
internal static class Stalled
{
    private const int Count = 5;
    private const int SendBuffer = 4 * 1024;
    private static readonly TimeSpan UntilCut = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(Arguments load)
    {
        var complete = true;
        foreach (var variant in load.Variants)
        {
            var row = await MeasureAsync(variant, load.Streams, load.Rate, load.Seconds);
            Console.WriteLine($"{variant}: {row}");
            complete &= row.IsHeld;
        }

        return complete ? 0 : 1;
    }

    public static async Task<Row> MeasureAsync(string variant, int streams, int rate, int seconds)
    {
        using var server = ServerProcess.Start(variant, sendBuffer: SendBuffer);
        await FanOut.WarmUpAsync(server);
        using var clients = new Clients(server.Port, streams);
        var stalled = Enumerable.Range(0, Count).Select(_ => Clients.Connect(server.Port, receiveBuffer: 2048)).ToArray();
        Array.ForEach(stalled, Clients.Ask);
        await FanOut.WaitAsync(TimeSpan.FromSeconds(1), static () => false);

        server.StartPublishing(rate, rate * seconds);
        await server.FinishPublishingAsync();
        await FanOut.WaitAsync(TimeSpan.FromSeconds(1), static () => false);

        var (expected, delivered, ages) = ((long)rate * seconds * streams, clients.Events, clients.TakeAges());
        var cut = new HashSet<Socket>();
        var start = Stopwatch.GetTimestamp();
        while (!Array.TrueForAll(stalled, IsCut) && Stopwatch.GetElapsedTime(start) < UntilCut)
        {
            await FanOut.WaitAsync(TimeSpan.FromSeconds(0.25), static () => false);
        }

        Array.ForEach(stalled, static socket => socket.Dispose());
        if (cut.Count < Count && variant.StartsWith("channel", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Count - cut.Count} of {Count} readers were not cut: nothing was measured.");
        }

        return new Row(
            Groups.Sse, $"{Count} readers that never read among {streams + Count}: delivered to the others", $"{delivered} of {expected}",
            $"p99 {Figure.Of(Figure.At(ages, 0.99), "ms")}; {cut.Count} cut", 100.0 * delivered / expected, "%").NoLessThan(100);

        // A reset does not get past the window that such a client keeps shut; the answer to what it sends does.
        bool IsCut(Socket socket)
        {
            try
            {
                return cut.Contains(socket) || (socket.Send("\n"u8) == 0 && cut.Add(socket));
            }
            catch (SocketException)
            {
                return cut.Add(socket);
            }
        }
    }
}
