using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class BatchTests
{
    [Theory]
    [InlineData(25, 10, 3)]
    [InlineData(1, 10, 1)]
    [InlineData(25, 25, 1)]
    [InlineData(3, 1, 3)]
    public async Task ReadyItems_GoInAsFewFlushesAsTheBatchAllows(int items, int batch, int flushes)
    {
        var body = await RunAsync(Sources.Of([.. Enumerable.Range(0, items)]), o => o.MaxBatchSize = batch);

        // The preamble and the last retry are flushes of their own.
        Assert.Equal(flushes + 2, body.Flushes.Count);
        Assert.Equal(items, SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(body.Flushes)))).Enumerate().Count());
    }

    [Fact]
    public async Task OneReadyItem_IsNotHeldForABatch()
    {
        var go = new TaskCompletionSource();
        var running = RunAsync(TwoItems(go.Task), o => o.MaxBatchSize = 10, out var body);
        await Eventually.IsTrue(() => body.Flushes.Count == 2, "the first item is flushed");
        Assert.Equal("data: 1\n\n", body.Flushes[1]);
        go.SetResult();
        await running;
        Assert.Equal("data: 2\n\n", body.Flushes[2]);
    }

    private static async IAsyncEnumerable<int> TwoItems(Task go)
    {
        yield return 1;
        await go;
        yield return 2;
    }

    private static async Task<Body> RunAsync<T>(IAsyncEnumerable<T> source, Action<SseStreamOptions> configure)
    {
        await RunAsync(source, configure, out var body);
        return body;
    }

    private static Task RunAsync<T>(IAsyncEnumerable<T> source, Action<SseStreamOptions> configure, out Body body)
    {
        var services = new ServiceCollection().AddLogging().AddSse().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = "GET";
        body = new Body();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        return SseResults.Stream(source, configure).ExecuteAsync(context);
    }

    private sealed class Body : MemoryStream
    {
        public List<string> Flushes { get; } = [];

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            if (Length > 0)
            {
                Flushes.Add(Encoding.UTF8.GetString(ToArray()));
                SetLength(0);
            }

            return Task.CompletedTask;
        }
    }
}
