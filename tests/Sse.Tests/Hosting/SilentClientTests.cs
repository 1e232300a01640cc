using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;

namespace Investigations.Sse.Tests;

/// <summary>
/// A client whose network is gone: no FIN, no RST, no acknowledgement, packets are just lost. A real kernel and clock are the
/// point; left to itself TCP would take some 15 minutes.
/// </summary>
public class SilentClientTests
{
    [Fact]
    public async Task Vanished_WithoutAWord_IsNoticedByTheHeartbeatAndEnded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has socket filters and a timeout for what is not acknowledged.");
        var left = new TaskCompletionSource();
        await using var host = await StartAsync(left);
        using var client = await RawClient.GetAsync(host.Address, "/");
        await client.ReadUntilAsync("retry");

        client.Vanish();
        await left.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Eventually.IsTrue(() => host.Connections.Count == 0, "the stream is gone");
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task Silent_ButThere_IsLeftAlone()
    {
        var left = new TaskCompletionSource();
        await using var host = await StartAsync(left);
        using var client = await RawClient.GetAsync(host.Address, "/");
        await client.ReadUntilAsync("retry");

        // Many heartbeats and timeouts later: the kernel at the other end acknowledges, though nobody reads.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.False(left.Task.IsCompleted);
        Assert.Equal(1, host.Connections.Count);
    }

    private static Task<TestHost> StartAsync(TaskCompletionSource left) => TestHost.StartAsync(app: app => app.MapGet("/", () => SseResults.Stream(
        Wait(left), o => (o.HeartbeatInterval, o.WriteTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)))));

    private static async IAsyncEnumerable<string> Wait(TaskCompletionSource left, [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, token);
            yield break;
        }
        finally
        {
            left.SetResult();
        }
    }
}
