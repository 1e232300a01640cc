using System.Diagnostics;
using System.Text.Json;
using Investigations.Samples.Tests.Hosting;

namespace Investigations.Samples.Tests;

/// <summary>What a newcomer sees: the host as a process, its demo run, the commands that it prints, and its end.</summary>
public sealed class FirstRunTests
{
    [Fact]
    public async Task Host_InDevelopment_RunsADemoAndPrintsThreeCommandsThatWork()
    {
        await using var host = ApiProcess.Start();
        await host.LineAsync(line => line.StartsWith("Ctrl+C", StringComparison.Ordinal));
        var commands = host.Output.Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, commands.Count);

        using var state = JsonDocument.Parse(await ShellAsync(commands[0]));
        Assert.StartsWith("Demo", state.RootElement.Text("title"), StringComparison.Ordinal);
        var streamed = await ShellAsync($"timeout 5 {commands[1]} || true");
        Assert.Contains("event: phase_change", streamed, StringComparison.Ordinal);
        Assert.Contains("event: state_changed", streamed, StringComparison.Ordinal);
        using var patched = JsonDocument.Parse(await ShellAsync(commands[2]));
        Assert.Equal("seen by me", patched.RootElement.Text("notes"));
    }

    [Fact]
    public async Task Host_ToldToStopWithStreamsOpen_EndsThemCleanlyAndIsGoneWithinSeconds()
    {
        await using var host = ApiProcess.Start();
        var printed = await host.LineAsync(line => line.Contains("/runs/_all/stream", StringComparison.Ordinal));
        var url = printed[printed.IndexOf("http://", StringComparison.Ordinal)..].Trim();
        var token = printed.Split("Bearer ")[1].Split('"')[0];
        using var client = new HttpClient().WithBearer(token);
        var streams = new List<SseReader>();
        for (var i = 0; i < 20; i++)
        {
            streams.Add(await SseReader.OpenAsync(client, url));
            await streams[i].NextAsync();
        }

        var watch = Stopwatch.StartNew();
        host.Interrupt();
        await Task.WhenAll(streams.Select(stream => stream.ToEndAsync(TimeSpan.FromSeconds(10))));
        Assert.Equal(0, await host.ExitAsync());

        // A second is what is promised; a host that waits for its streams takes thirty. Between them is room for a machine that is busy with other tests.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static async Task<string> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync(ApiClient.Cancellation);
        await shell.WaitForExitAsync(ApiClient.Cancellation);
        Assert.True(shell.ExitCode == 0, $"{command}: {output}");
        return output;
    }
}
