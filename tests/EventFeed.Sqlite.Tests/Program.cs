using Investigations.EventFeed.Sqlite.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [WriterProcess.Command, ..])
{
    return await WriterProcess.RunAsync(args);
}

// As xunit's own entry point does it.
return args.Any(static arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
