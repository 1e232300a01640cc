using System.Globalization;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

[Collection(Alone.Name)]
public class SlowClientTests
{
    [Fact]
    public async Task Stalled_AmongAThousand_AreCutAndTheOthersGetEverything()
    {
        await using var host = await TestHost.StartAsync(
            s => s.AddSse(o => o.WriteTimeout = TimeSpan.FromSeconds(15)).AddSseChannels<string, string>(c => (c.ReplayCapacity, c.ReplayBytes) = (100_000, 1 << 30)),
            app => app.MapSse("/", "a"),
            sendBuffer: 4 * 1024);
        var stalled = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RawClient.GetAsync(host.Address, "/", receiveBuffer: 2048)));
        var clients = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => host.OpenAsync("/")));
        await Eventually.IsTrue(() => host.Connections.Count == 1005, "all are open");
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        var payload = new string('x', 1200);
        var reading = Task.WhenAll(clients.Select(client => client.ReadAsync(100)));
        for (var i = 0; i < 100; i++)
        {
            channel.Publish(new SseItem<string>($"{i} {payload}"));
        }

        Assert.All(await reading, blocks => Assert.Equal(Enumerable.Range(0, 100), blocks.Select(block => int.Parse(block.Data.Split(' ')[0], CultureInfo.InvariantCulture))));
        await Eventually.IsTrue(() => host.Connections.Count == 1000, "the stalled ones are cut", 60);
        Assert.Empty(host.Logs.Errors);
        Array.ForEach(clients, client => client.Dispose());
        Array.ForEach(stalled, client => client.Dispose());
    }

    [Fact]
    public async Task SlowButSteady_LargeEvent_IsNotTakenForStalled()
    {
        const int size = 6_000_000;
        var timeout = TimeSpan.FromSeconds(4);
        await using var host = await TestHost.StartAsync(
            app: app => app.MapGet("/", () => SseResults.Stream(Sources.Of(new string('x', size)), o => o.WriteTimeout = timeout)), sendBuffer: 32 * 1024);
        using var client = await host.OpenAsync("/");
        await using var stream = await client.Response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        // The whole takes well over the timeout, each part well under it. A real clock is the point.
        var start = TimeProvider.System.GetTimestamp();
        var buffer = new byte[20_000];
        var total = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
        {
            total += read;
            await Task.Delay(16, TestContext.Current.CancellationToken);
        }

        Assert.InRange(total, size, size + 100);
        Assert.True(TimeProvider.System.GetElapsedTime(start) > timeout);
    }

    [Fact]
    public async Task HeartbeatsAndTheEnd_WhileLargeEventsGoSlowly_CutNone()
    {
        var large = string.Concat(Enumerable.Repeat(new string('é', 499) + "\n", 300));
        await using var host = await TestHost.StartAsync(
            app: app => app.MapGet("/", () => SseResults.Stream(Repeat(large), o =>
                (o.HeartbeatInterval, o.MaxDuration, o.MaxDurationJitter) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), 0))),
            sendBuffer: 32 * 1024);
        using var response = await host.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        // Slow enough that heartbeats come due amid an event, and at rest when the end does. A real clock is the point.
        var start = TimeProvider.System.GetTimestamp();
        var hasRested = false;
        using var whole = new MemoryStream();
        var buffer = new byte[30_000];
        int read;
        while ((read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
        {
            whole.Write(buffer, 0, read);
            var rests = !hasRested && TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(3);
            hasRested |= rests;
            await Task.Delay(rests ? 3000 : 5, TestContext.Current.CancellationToken);
        }

        Assert.True(hasRested);
        var text = System.Text.Encoding.UTF8.GetString(whole.ToArray());
        var block = string.Concat(large.Split('\n').Select(line => $"data: {line}\n")) + "\n";
        Assert.Matches("^(:\n|retry: \\d+\n)*$", text.Replace(block, "", StringComparison.Ordinal));
        Assert.True(text.Split(block).Length > 3, "several events came");
        Assert.Matches("\nretry: \\d+\n$", text);

        static async IAsyncEnumerable<string> Repeat(string data)
        {
            while (true)
            {
                await Task.Delay(130);
                yield return data;
            }
        }
    }

    [Fact]
    public async Task Stalled_EnumerableSource_IsNotPulledMeanwhile()
    {
        var pulled = 0;
        await using var host = await TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(Sources.Endless(() => pulled++), o => o.WriteTimeout = TimeSpan.FromSeconds(1))));
        using var client = await RawClient.GetAsync(host.Address, "/", receiveBuffer: 2048);
        await Eventually.IsTrue(() => pulled > 0 && host.Connections.Count == 0, "it is cut");

        // What fits the buffers of both ends, not more.
        Assert.InRange(pulled, 1, 2000);
        Assert.Empty(host.Logs.Errors);
    }
}
