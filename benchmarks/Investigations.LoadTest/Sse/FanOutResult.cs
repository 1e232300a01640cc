namespace Investigations.LoadTest;

/// <summary>One server in one round. Bytes, microseconds of CPU, milliseconds of latency.</summary>
internal sealed record FanOutResult(
    string Variant, double CpuPerDelivery, double AllocatedPerDelivery, double HeapPerStream, double MemoryPerStream,
    double LatencyMedian, double Latency99, double FirstByte99, long Delivered, long Expected)
{
    public static readonly string[] Columns =
    [
        "server", "CPU µs/delivery", "B allocated/delivery", "heap B/idle stream", "peak memory B/stream", "latency p50 ms", "p99 ms", "first byte p99 ms", "delivered",
    ];

    public string[] Cells =>
    [
        Variant, Figure.Of(CpuPerDelivery), Figure.Of(AllocatedPerDelivery), Figure.Of(HeapPerStream), Figure.Of(MemoryPerStream),
        Figure.Of(LatencyMedian), Figure.Of(Latency99), double.IsNaN(FirstByte99) ? "none" : Figure.Of(FirstByte99), Delivered == Expected ? "all" : $"{100.0 * Delivered / Expected:F0} %",
    ];

    public static FanOutResult Median(IEnumerable<FanOutResult> results)
    {
        FanOutResult[] all = [.. results];
        return new FanOutResult(
            all[0].Variant, Of(r => r.CpuPerDelivery), Of(r => r.AllocatedPerDelivery), Of(r => r.HeapPerStream), Of(r => r.MemoryPerStream),
            Of(r => r.LatencyMedian), Of(r => r.Latency99), Of(r => r.FirstByte99), all.Min(r => r.Delivered), all[0].Expected);

        double Of(Func<FanOutResult, double> value) => Figure.Median(all.Select(value));
    }

    public override string ToString() => string.Join(" | ", Columns.Zip(Cells, static (column, cell) => $"{column} {cell}")).Replace("server ", "", StringComparison.Ordinal);
}
