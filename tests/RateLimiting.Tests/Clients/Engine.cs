using System.ComponentModel;
using System.Diagnostics;

namespace Investigations.RateLimiting.Tests;

/// <summary>Programs that a test needs and a machine may lack.</summary>
internal static class Engine
{
    /// <summary>Skips where a program is missing, unless all are said to be there: then its absence is a failure.</summary>
    public static void Require(string name, bool isThere)
    {
        if (Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") == "1")
        {
            Assert.True(isThere, $"{name} is missing.");
        }

        Assert.SkipUnless(isThere, $"{name} is missing.");
    }

    /// <summary>A program's output; null if it is not there or failed.</summary>
    public static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine(await error);
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
