using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;

namespace Investigations.Sse.Tests;

public class StreamResultTests
{
    [Fact]
    public async Task Stream_IdleSource_SendsHeadersAndCommentAtOnce()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Never())));
        using var client = await host.OpenAsync("/");

        Assert.Equal(HttpStatusCode.OK, client.Response.StatusCode);
        Assert.Equal("text/event-stream", client.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache, no-store", client.Response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("no", client.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Empty(client.Response.Content.Headers.ContentEncoding);
        Assert.Equal(":", await client.ReadLineAsync());
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
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Deaf())));
        using var client = await host.OpenAsync("/");
        Assert.Equal(":", await client.ReadLineAsync());

        var start = TimeProvider.System.GetTimestamp();
        var stopping = host.StopAsync();
        Assert.Empty(await client.ReadToEndAsync());
        await stopping;

        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
        Assert.Empty(host.Logs.Errors);
    }

    private static async IAsyncEnumerable<string> Never([EnumeratorCancellation] CancellationToken token = default)
    {
        await Task.Delay(Timeout.Infinite, token);
        yield break;
    }

    private static async IAsyncEnumerable<string> Deaf()
    {
        await new TaskCompletionSource().Task;
        yield break;
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
}
