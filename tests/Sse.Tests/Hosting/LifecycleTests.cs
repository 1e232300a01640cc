using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Investigations.Sse.Tests;

public class LifecycleTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task ClientGone_ByAnyWay_RunsTheSourcesFinallyWithoutAnError(bool byReset, bool http2)
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var host = await TestHost.StartAsync(
            app: app => app.MapGet("/", () => SseResults.Stream(Wait(entered, left))), protocols: http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        if (http2)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await entered.Task;
            response.Dispose();
        }
        else
        {
            using var client = await RawClient.GetAsync(host.Address, "/");
            await client.ReadUntilAsync("retry");
            await entered.Task;
            if (byReset)
            {
                client.Reset();
            }
        }

        await left.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Eventually.IsTrue(() => host.Connections.Count == 0, "the stream is gone");
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task Source_WithoutAToken_GetsTheStreamsToken()
    {
        CancellationToken seen = default;
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Look(token => seen = token))));
        using var client = await host.OpenAsync("/");
        await client.ReadAsync();
        Assert.True(seen.CanBeCanceled);
        Assert.False(seen.IsCancellationRequested);
        client.Dispose();
        await Eventually.IsTrue(() => seen.IsCancellationRequested, "the token is cancelled");
    }

    [Fact]
    public async Task FirstItemWait_OverOrUnused_Streams()
    {
        await using var host = await TestHost.StartAsync(app: app =>
        {
            app.MapGet("/idle", () => SseResults.Stream(Sources.Never(), o => o.FirstItemWait = TimeSpan.FromMilliseconds(20)));
            app.MapGet("/items", () => SseResults.Stream(Sources.Of("a"), o => o.FirstItemWait = TimeSpan.FromSeconds(30)));
            app.MapGet("/empty", () => SseResults.Stream(Sources.Of<string>(), o => o.FirstItemWait = TimeSpan.FromSeconds(30)));
            app.MapGet("/none", () => SseResults.Stream((_, _) => Sources.Of<System.Net.ServerSentEvents.SseItem<string>>(), o => o.FirstItemWait = TimeSpan.FromSeconds(30)));
        });
        using var idle = await host.OpenAsync("/idle");
        Assert.Equal(":", await idle.ReadLineAsync());
        using var items = await host.OpenAsync("/items");
        Assert.Single(await items.ReadToEndAsync());
        using var empty = await host.OpenAsync("/empty");
        Assert.Equal(HttpStatusCode.OK, empty.Response.StatusCode);
        Assert.Empty(await empty.ReadToEndAsync());
        using var none = await host.OpenAsync("/none", ("Last-Event-ID", "1"));
        Assert.Equal(HttpStatusCode.NoContent, none.Response.StatusCode);
    }

    [Fact]
    public async Task Source_ThatIgnoresCancellation_IsLeftAndNeverDisposedWhileItMoves()
    {
        var source = new Stubborn();
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(source)));
        using var client = await host.OpenAsync("/");
        await client.ReadLineAsync();
        await host.StopAsync();
        Assert.Contains(host.Logs.Lines, line => line.Id.Name == "SourceAbandoned");
        Assert.False(source.IsDisposed);

        source.Move.SetResult(true);
        await Eventually.IsTrue(() => source.IsDisposed, "it is disposed when it has moved");
        Assert.Equal(1, source.Moves);
    }

    [Fact]
    public async Task Publisher_ContextOfItsOwn_DoesNotReachTheStreams()
    {
        var local = new AsyncLocal<string>();
        var seen = new List<string?>();
        var items = System.Threading.Channels.Channel.CreateUnbounded<string>(new() { AllowSynchronousContinuations = true });
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", (HttpContext context) =>
        {
            local.Value = "request";
            return SseResults.Stream(items.Reader.ReadAllAsync(TestContext.Current.CancellationToken), item =>
            {
                seen.Add(local.Value);
                return null;
            });
        }));
        using var client = await host.OpenAsync("/");
        await client.ReadLineAsync();
        local.Value = "publisher";
        await items.Writer.WriteAsync("a", TestContext.Current.CancellationToken);
        await items.Writer.WriteAsync("b", TestContext.Current.CancellationToken);
        await client.ReadAsync(2);
        Assert.DoesNotContain("publisher", seen);
    }

    [Fact]
    public async Task Response_StartedByTheHandler_FailsWithAClearMessage()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("early");
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SseResults.Stream(Sources.Of("x")).ExecuteAsync(context));
            await context.Response.WriteAsync(exception.Message);
        }));
        Assert.Equal("earlyA stream can't be sent: the response has started already.", await host.Client.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Status_SetByTheHandler_FailsWithAClearMessage()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", async (HttpContext context) =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SseResults.Stream(Sources.Of("x")).ExecuteAsync(context));
            context.Response.StatusCode = StatusCodes.Status200OK;
            return exception.Message;
        }));
        Assert.Equal(
            "A stream can't be sent: its status must be 200, but has been set to 404.", await host.Client.GetStringAsync("/", TestContext.Current.CancellationToken));
        Assert.Equal(0, host.Connections.Count);
    }

    private static async IAsyncEnumerable<string> Wait(TaskCompletionSource entered, TaskCompletionSource left, [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            yield break;
        }
        finally
        {
            left.SetResult();
        }
    }

    private static async IAsyncEnumerable<string> Look(Action<CancellationToken> look, [EnumeratorCancellation] CancellationToken token = default)
    {
        look(token);
        yield return "x";
        await Task.Delay(Timeout.Infinite, token);
    }

    private sealed class Stubborn : IAsyncEnumerable<string>, IAsyncEnumerator<string>
    {
        public TaskCompletionSource<bool> Move { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Moves { get; private set; }

        public bool IsDisposed { get; private set; }

        public string Current => "x";

        public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            Moves++;
            return await Move.Task;
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
