using System.Net;
using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

/// <summary>A stream that ends while its headers still wait for the source's first item.</summary>
public class FirstItemWaitTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(EndReason.MaxDuration)]
    [InlineData(EndReason.Expired)]
    [InlineData(EndReason.Requested)]
    [InlineData(EndReason.Shutdown)]
    internal async Task End_BeforeTheFirstItem_TellsTheClientToComeBack(EndReason reason)
    {
        var asked = new TaskCompletionSource();
        using var access = new CancellationTokenSource();
        await using var host = await TestHost.StartAsync(services => services.AddSingleton<TimeProvider>(_time), app => app.MapGet("/", () => SseResults.Stream(
            (_, token) =>
            {
                asked.SetResult();
                return Sources.From(Channel.CreateUnbounded<SseItem<string>>(), token);
            },
            o =>
            {
                o.FirstItemWait = TimeSpan.FromSeconds(30);
                o.EndToken = access.Token;
                o.EndsAt = reason == EndReason.Expired ? _time.GetUtcNow() + TimeSpan.FromSeconds(5) : null;
                o.MaxDuration = reason == EndReason.MaxDuration ? TimeSpan.FromSeconds(5) : Timeout.InfiniteTimeSpan;
            })));
        var opening = host.OpenAsync("/", ("Last-Event-ID", "7"));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        switch (reason)
        {
            case EndReason.Requested: await access.CancelAsync(); break;
            case EndReason.Shutdown: host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication(); break;
            default: _time.Advance(TimeSpan.FromSeconds(5.25)); break;
        }

        // An EventSource stops for good at an answer that is no event stream.
        using var client = await opening.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, client.Response.StatusCode);
        Assert.Equal("text/event-stream", client.Response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Matches("^:\nretry: \\d+\nretry: \\d+\n$", client.Text.ToString());
        await Eventually.IsTrue(() => host.Logs.Lines.Any(line => line.Id.Name == "StreamEnded" && line.Text.Contains($"{reason}", StringComparison.Ordinal)), "it ended for that reason");
        Assert.Empty(host.Logs.Errors);
    }
}
