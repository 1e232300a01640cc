using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.Sse.Tests;

public class StreamResultTests
{
    [Fact]
    public async Task Stream_IdleSource_SendsHeadersAndCommentAtOnce()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.Never())));
        using var client = await host.OpenAsync("/");

        Assert.Equal(HttpStatusCode.OK, client.Response.StatusCode);
        Assert.Equal("text/event-stream", client.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache, no-store", client.Response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("no", client.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Empty(client.Response.Content.Headers.ContentEncoding);
        Assert.Equal(":", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Stream_Bytes_BeginWithoutAByteOrderMark()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Items())));
        var bytes = await host.Client.GetByteArrayAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(":\nretry: "u8, bytes.AsSpan(0, 9));
    }

    [Fact]
    public async Task Stream_Head_DoesNotRunTheSource()
    {
        var runs = 0;
        await using var host = await TestHost.StartAsync(app: app => app.MapMethods("/", ["GET", "HEAD"], () => SseResults.Stream((_, _) =>
        {
            runs++;
            return Items();
        })));
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task Stream_RequestsServices_LastAsLongAsIt()
    {
        Scoped? seen = null;
        await using var host = await TestHost.StartAsync(
            s => s.AddScoped<Scoped>(), app => app.MapGet("/", (Scoped scoped, HttpContext context) => SseResults.Stream(Watch(seen = scoped, context))));
        using var client = await host.OpenAsync("/");
        Assert.Equal(["/ False", "/ False"], (await client.ReadToEndAsync()).Select(block => block.Data));
        await Eventually.IsTrue(() => seen!.IsDisposed, "the scope ends with the stream");

        static async IAsyncEnumerable<string> Watch(Scoped scoped, HttpContext context)
        {
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(20);
                yield return $"{context.Request.Path} {scoped.IsDisposed}";
            }
        }
    }

    [Fact]
    public async Task Stream_QueryWithAToken_IsNotInThisPackagesLog()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a"));
        using var client = await host.OpenAsync("/?access_token=secret&last_event_id=secret-7");
        Assert.Equal("reset", await client.ReadAsync() is { } block ? block.Type : null);
        client.Dispose();
        await Eventually.IsTrue(() => host.Logs.Lines.Any(line => line.Id.Name == "StreamEnded"), "the end is logged");
        Assert.All(
            host.Logs.Lines.Where(line => line.Category.StartsWith("Investigations", StringComparison.Ordinal)),
            line => Assert.True(line.Level == LogLevel.Debug && !line.Text.Contains("secret", StringComparison.Ordinal), line.Text));
    }

    [Fact]
    public async Task Stream_Items_AreWrittenAndTheEndIsPrecededByRetry()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Items())));
        using var client = await host.OpenAsync("/");

        Assert.Equal(
            [new SseBlock("1", "tick", "{\"a\":1}"), new SseBlock("2", null, "{\"a\":2}")],
            await client.ReadToEndAsync());
        Assert.StartsWith("retry: ", client.Text.ToString().TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Resumable_GetsTheHeaderBeforeTheQuery()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream((id, _) => Echo(id))));
        using var both = await host.OpenAsync("/?last_event_id=q", ("Last-Event-ID", "h"));
        using var query = await host.OpenAsync("/?last_event_id=q");
        using var none = await host.OpenAsync("/?last_event_id=");

        Assert.Equal("h", (await both.ReadAsync())!.Data);
        Assert.Equal("q", (await query.ReadAsync())!.Data);
        Assert.Equal("none", (await none.ReadAsync())!.Data);
    }

    [Fact]
    public async Task Stream_SourceResets_WritesResetAndStartsOver()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream((id, _) =>
            id is null ? Echo(null) : throw new SseResetException("cursor_expired") { Resume = "/events" })));
        using var client = await host.OpenAsync("/", ("Last-Event-ID", "old"));

        Assert.Equal(
            [new SseBlock(null, "reset", """{"reason":"cursor_expired","resume":"/events"}"""), new SseBlock(null, null, "none")],
            await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Stream_SourceResetsAgain_Ends()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream<string>((_, _) => throw new SseResetException("gone"))));
        using var client = await host.OpenAsync("/");

        Assert.Equal([new SseBlock(null, "reset", """{"reason":"gone"}""")], await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Stream_HostStops_EndsCleanlyThoughTheSourceIgnoresCancellation()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.Deaf())));
        using var client = await host.OpenAsync("/");
        Assert.Equal(":", await client.ReadLineAsync());

        var stopping = host.StopAsync();
        Assert.Empty(await client.ReadToEndAsync());

        // A real clock, and a generous bound: a host that waited for the source would wait for half a minute.
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Empty(host.Logs.Errors);
    }

    private static async IAsyncEnumerable<SseItem<Thing>> Items()
    {
        await Task.Yield();
        yield return new SseItem<Thing>(new Thing(1), "tick") { EventId = "1" };
        yield return new SseItem<Thing>(new Thing(2)) { EventId = "2" };
    }

    private static async IAsyncEnumerable<SseItem<string>> Echo(string? id)
    {
        await Task.Yield();
        yield return new SseItem<string>(id ?? "none");
    }

    private sealed record Thing(int A);

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
