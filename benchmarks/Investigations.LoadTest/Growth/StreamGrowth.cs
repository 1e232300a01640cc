namespace Investigations.LoadTest;

/// <summary>One channel with 10 to 10 000 streams, 20 000 deliveries a second whatever their number (fewer where that would be too many events).</summary>
internal static class StreamGrowth
{
    private const int Deliveries = 20_000;
    private const int MostEvents = 1_000;
    private const int FewStreams = 1_000;
    private static readonly int[] Sizes = [10, 100, 1_000, 10_000];

    public static async Task<Table> MeasureAsync()
    {
        var rows = new List<string[]>();
        double[]? first = null;
        foreach (var size in Sizes)
        {
            var rate = Math.Min(MostEvents, Deliveries / size);
            var rounds = await Rounds.RunAsync(new Arguments(["channel-0"], size, rate, Seconds: 4, Rounds: 1));
            var result = rounds["channel-0"];
            double[] values = [result.CpuPerDelivery, result.Latency99, result.FirstByte99];
            rows.Add(
            [
                $"{Figure.Of(size)} × {rate}", .. Growth.Row("", values, first ??= values)[1..],
                .. size < FewStreams ? ["-", "-"] : new[] { Figure.Of(result.HeapPerStream), Figure.Of(result.MemoryPerStream) },
                result.Delivered == result.Expected ? "all" : $"{100.0 * result.Delivered / result.Expected:F1} %",
            ]);
        }

        return new Table(
            "Streams of a channel",
            "Each event sent by itself. The CPU of a delivery is to stay level (a `send` is most of it). What grows, by `perf`: the kernel's send (2.4 µs with 100 streams, 5.2 with 1 000, 6.6 with 10 000, whose sockets are in no cache) and, up to 1 000, managed code that leaves the processor's caches (0.8, 3.1, 3.1 µs); with few streams most is threads that wait for the next event. The latency of the last stream grows with their number: an event goes to one after the other. What few streams hold is lost in the server's own.",
            ["streams × events/s", "CPU µs/delivery", "latency p99 ms", "first byte p99 ms", "heap B/stream", "memory B/stream", "delivered"], [.. rows]);
    }
}
