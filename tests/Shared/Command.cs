using System.Diagnostics;
using System.Text;

namespace Investigations.Testing;

/// <summary>A program that runs to its end.</summary>
internal static class Command
{
    /// <summary>Runs a program and fails the test, with all that it wrote, unless it ends well.</summary>
    /// <returns>What it wrote, errors included.</returns>
    public static async Task<string> RunAsync(string folder, string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await TryAsync(folder, static _ => false, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}\nended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs a program until it ends, or has written enough.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(string folder, Func<string, bool> isEnough, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        QuietDotnet(start);
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }

        void Keep(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
                if (line is not null && isEnough(output.ToString()))
                {
                    enough.Cancel();
                }
            }
        }
    }

    /// <summary>A build node that outlives a command would hold its pipes open; and a test wants no greeting.</summary>
    internal static void QuietDotnet(ProcessStartInfo start)
    {
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        // What the test runner was started with is not meant for what it starts.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal) && name != "MSBUILDDISABLENODEREUSE").ToList())
        {
            start.Environment.Remove(name);
        }
    }
}
