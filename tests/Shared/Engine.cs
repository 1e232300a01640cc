using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Investigations.Testing;

/// <summary>Programs that a test needs and a machine may lack.</summary>
internal static class Engine
{
    /// <summary>Skips the test where something is missing, and says what; with <c>INVESTIGATIONS_REQUIRE_ENGINES=1</c> fails instead.</summary>
    public static void Require(bool isThere, string missing)
    {
        if (!isThere)
        {
            Missing(missing);
        }
    }

    /// <summary>The same, where it is known that something is missing.</summary>
    [DoesNotReturn]
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("INVESTIGATIONS_REQUIRE_ENGINES") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
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
