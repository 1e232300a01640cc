using Investigations.Testing;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [WriterProcess.Command, ..])
{
    await using var node = Nodes.Open(args[1]);
    return await Writer.RunAsync(node, args[2]);
}

// As xunit's own entry point does it.
return args.Any(static arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
