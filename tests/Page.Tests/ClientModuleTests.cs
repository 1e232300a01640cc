using System.ComponentModel;
using System.Diagnostics;

namespace Investigations.Page.Tests;

/// <summary>The client module's own tests, run by Node's runner, and its types, held against its code.</summary>
public class ClientModuleTests
{
    private const int OldestNode = 18;

    private static readonly string TypeScript = Repository.PathOf("artifacts", "node", "node_modules", "typescript", "lib", "tsc.js");

    [Fact]
    public async Task ClientModule_TestedByNode_Passes()
    {
        await RequireNodeAsync();
        var files = Directory.GetFiles(Repository.PathOf("tests", "Page.Tests", "client"), "*.test.mjs");
        var result = await RunAsync(["--test", .. files]);

        Assert.NotEmpty(files);
        Assert.True(result is { Code: 0 }, result?.Output);
    }

    [Fact]
    public async Task ClientModule_TypesCheckedStrictly_HasNoError()
    {
        await RequireNodeAsync();
        Engine.Require(File.Exists(TypeScript), "TypeScript is not installed: npm install --prefix artifacts/node typescript@5.");

        var result = await RunAsync(TypeScript, "--project", Repository.PathOf("tests", "Page.Tests", "client"));

        Assert.True(result is { Code: 0 }, result?.Output);
    }

    private static async Task RequireNodeAsync()
    {
        var version = await RunAsync("--version");
        Engine.Require(version is { Code: 0 } && int.Parse(version.Value.Output.TrimStart('v').Split('.')[0]) >= OldestNode, $"Node.js {OldestNode} or newer is not installed.");
    }

    private static async Task<(int Code, string Output)?> RunAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
