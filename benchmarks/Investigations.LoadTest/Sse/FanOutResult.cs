using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>One server in one round. Bytes, microseconds of CPU, milliseconds of latency.</summary>
internal sealed record FanOutResult(
    string Variant, double CpuPerDelivery, double AllocatedPerDelivery, double HeapPerStream, double MemoryPerStream,
    double LatencyMedian, double Latency99, double FirstByte99, long Delivered, long Expected)
{
    public const string Header = "variant      | CPU us/delivery | alloc B/delivery | heap B/stream | memory B/stream | latency p50 | p99 ms | first byte p99 ms | delivered";

    public static FanOutResult Median(IEnumerable<FanOutResult> results)
    {
        FanOutResult[] all = [.. results];
        return new FanOutResult(
            all[0].Variant, Of(r => r.CpuPerDelivery), Of(r => r.AllocatedPerDelivery), Of(r => r.HeapPerStream), Of(r => r.MemoryPerStream),
            Of(r => r.LatencyMedian), Of(r => r.Latency99), Of(r => r.FirstByte99), all.Min(r => r.Delivered), all[0].Expected);

        double Of(Func<FanOutResult, double> value) => all.Select(value).Order().ElementAt(all.Length / 2);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Variant,-12} | {CpuPerDelivery,15:F2} | {AllocatedPerDelivery,16:F1} | {HeapPerStream,13:F0} | {MemoryPerStream,15:F0} | {LatencyMedian,11:F1} | {Latency99,6:F1} | {FirstByte99,17:F1} | {Delivered} of {Expected}");
}
