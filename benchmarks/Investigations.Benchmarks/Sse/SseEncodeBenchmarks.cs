using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Investigations.Sse;

namespace Investigations.Benchmarks;

/// <summary>What it costs to turn an event into bytes: the framework does it for each connection, a channel once.</summary>
[MemoryDiagnoser]
public class SseEncodeBenchmarks : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web);

    private readonly SseEncoder<SseOrder> _encoder = new(null, Json);
    private readonly SseItem<SseOrder> _item = new(SseOrder.Example, "order") { EventId = "0123456789abcdef-17" };
    private readonly MemoryStream _stream = new(4096);

    [GlobalSetup]
    public void Check()
    {
        Framework().GetAwaiter().GetResult();
        var theirs = SseParser.Create(new MemoryStream(_stream.ToArray())).Enumerate().Single();
        var ours = SseParser.Create(new MemoryStream(_encoder.Encode(_item).ToArray())).Enumerate().Single();
        if ((theirs.EventId, theirs.EventType, theirs.Data) != (ours.EventId, ours.EventType, ours.Data) || ours.EventId != _item.EventId || JsonSerializer.Deserialize<SseOrder>(ours.Data, Json) != _item.Data)
        {
            throw new InvalidOperationException("The two don't write the same event.");
        }
    }

    [Benchmark(Baseline = true)]
    public Task Framework()
    {
        _stream.SetLength(0);
        return SseFormatter.WriteAsync(One(), _stream, static (item, output) => output.Write(JsonSerializer.SerializeToUtf8Bytes(item.Data, Json)));
    }

    [Benchmark]
    public int Encoder()
    {
        var length = _encoder.Encode(_item).Length;
        _encoder.Clear();
        return length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _stream.Dispose();
        GC.SuppressFinalize(this);
    }

    private async IAsyncEnumerable<SseItem<SseOrder>> One()
    {
        await Task.CompletedTask;
        yield return _item;
    }
}
