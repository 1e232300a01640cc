using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Investigations.Sse.Tests;

public class SourceFailureTests
{
    [Fact]
    public async Task Failure_MidStream_AbortsSoThatItLooksLikeNoEnd()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.FailAfter(1))));
        using var client = await RawClient.GetAsync(host.Address, "/");
        string text;
        try
        {
            text = await client.ReadUntilAsync();
        }
        catch (SocketException)
        {
            text = "";
        }

        Assert.DoesNotContain("\r\n0\r\n\r\n", text, StringComparison.Ordinal);
        await Eventually.IsTrue(() => host.Logs.Errors.Any(), "the failure is logged");
        Assert.Equal("SourceFailed", Assert.Single(host.Logs.Errors).Id.Name);
    }

    [Fact]
    public async Task Failure_MidStreamWithErrorEvent_TellsAndEndsCleanly()
    {
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.FailAfter(1), o => o.ErrorEventType = "failure")));
        using var client = await host.OpenAsync("/");
        Assert.Equal([new SseBlock(null, null, "x"), new SseBlock(null, "failure", """{"code":"source_failed"}""")], await client.ReadToEndAsync());
        Assert.Matches("retry: \\d+\n$", client.Text.ToString());
    }

    [Fact]
    public async Task Reset_AfterAnEvent_IsTheFirstSinceThatEvent()
    {
        var runs = 0;
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream((_, _) => Run(++runs))));
        using var client = await host.OpenAsync("/");
        Assert.Equal(["1", "reset", "2", "reset", "3"], (await client.ReadToEndAsync()).Select(block => block.Type ?? block.Data));

        static async IAsyncEnumerable<SseItem<string>> Run(int run)
        {
            yield return new SseItem<string>($"{run}");
            if (run < 3)
            {
                throw new SseResetException("moved");
            }
        }
    }

    [Fact]
    public async Task Failure_BeforeTheFirstItemWithinTheWait_IsTheApplicationsError()
    {
        await using var host = await TestHost.StartAsync(app: app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync("handled")));
            app.MapGet("/", () => SseResults.Stream(Sources.FailAfter(0), o => o.FirstItemWait = TimeSpan.FromSeconds(30)));
        });
        using var client = await host.OpenAsync("/");
        Assert.Equal(HttpStatusCode.InternalServerError, client.Response.StatusCode);
        Assert.Equal("handled", await client.ReadLineAsync());
        Assert.Equal(0, host.Connections.Count);
    }

    [Fact]
    public async Task Failure_OfASourceThatIsToldToStop_IsNoErrorButNotSwallowed()
    {
        var asked = new TaskCompletionSource();
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(FailWhenStopped())));
        using var client = await host.OpenAsync("/");
        Assert.Equal(":", await client.ReadLineAsync());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await host.StopAsync();
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Empty(host.Logs.Errors);
        Assert.Contains(host.Logs.Lines, line => line.Id.Name == "AbandonedSourceFailed" && line.Exception is InvalidDataException);

        async IAsyncEnumerable<string> FailWhenStopped([EnumeratorCancellation] CancellationToken token = default)
        {
            var stopped = new TaskCompletionSource();
            await using var registration = token.Register(stopped.SetResult);
            asked.SetResult();
            await stopped.Task;
            yield return Throw();
        }

        static string Throw() => throw new InvalidDataException("while stopping");
    }
}
