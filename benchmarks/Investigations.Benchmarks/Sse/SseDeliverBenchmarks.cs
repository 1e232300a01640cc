using System.Net.ServerSentEvents;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Investigations.Sse;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Benchmarks;

/// <summary>
/// One event to many streams without a network: what is left is the waking, the encoding and the writing. Figures are per
/// delivery; what goes over sockets is measured by the load test.
/// </summary>
[MemoryDiagnoser]
public class SseDeliverBenchmarks : IDisposable
{
    private const int Streams = 1000;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Channel<SseItem<SseOrder>>> _clients = [];
    private readonly List<Task> _running = [];
    private readonly SseItem<SseOrder> _item = new(SseOrder.Example, "order");
    private Arrivals _framework = null!;
    private Arrivals _ours = null!;
    private ServiceProvider _services = null!;
    private ISseChannel<SseOrder> _channel = null!;

    [GlobalSetup]
    public void Open()
    {
        _services = new ServiceCollection().AddLogging()
            .AddSse(options => options.MaxDuration = Timeout.InfiniteTimeSpan)
            .AddSseChannels<string, SseOrder>(channels => channels.CoalesceWindow = TimeSpan.Zero)
            .BuildServiceProvider();
        _channel = _services.GetRequiredService<ISseChannels<string, SseOrder>>().Get("orders");
        (_framework, _ours) = (new Arrivals(Streams), new Arrivals(Streams));
        for (var i = 0; i < Streams; i++)
        {
            var client = System.Threading.Channels.Channel.CreateUnbounded<SseItem<SseOrder>>(new UnboundedChannelOptions { SingleReader = true });
            _clients.Add(client);
            _running.Add(TypedResults.ServerSentEvents(client.Reader.ReadAllAsync(_stop.Token)).ExecuteAsync(Request(_framework)));
            _running.Add(SseResults.Channel<string, SseOrder>("orders").ExecuteAsync(Request(_ours)));
        }

        Framework().GetAwaiter().GetResult();
        Channel().GetAwaiter().GetResult();
        if (_channel.SubscriberCount != Streams || _running.Exists(task => task.IsCompleted))
        {
            throw new InvalidOperationException("Not all streams are open.");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Streams)]
    public Task Framework()
    {
        var all = _framework.Expect();
        foreach (var client in _clients)
        {
            client.Writer.TryWrite(_item);
        }

        return all;
    }

    [Benchmark(OperationsPerInvoke = Streams)]
    public Task Channel()
    {
        var all = _ours.Expect();
        _channel.Publish(_item);
        return all;
    }

    private DefaultHttpContext Request(Arrivals arrivals)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = HttpMethods.Get;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new Body(arrivals)));
        return context;
    }

    /// <summary>Completes when every stream has had an event.</summary>
    private sealed class Arrivals(int streams)
    {
        private TaskCompletionSource _all = new();
        private int _left;

        public Task Expect()
        {
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _left, streams);
            return _all.Task;
        }

        public void Arrived()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _all.SetResult();
            }
        }
    }

    /// <summary>Where the bytes end. An event is known by its size: comments and retry lines are shorter.</summary>
    private sealed class Body(Arrivals arrivals) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Take(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Take(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override void Write(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private void Take(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length > 100)
            {
                arrivals.Arrived();
            }
        }
    }
}
