using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Investigations.LoadTest;

/// <summary>The sample host as it is, in this process, so that its own metrics and its driver's can be listened to. Each line on standard input is answered with them.</summary>
internal static class HostServer
{
    public static int Run()
    {
        using var counts = new HostCounts();
        new Thread(() => Answer(counts)) { IsBackground = true }.Start();
        Assembly.Load("Investigations.Api").EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        return 0;
    }

    private static void Answer(HostCounts counts)
    {
        while (Console.ReadLine() is not null)
        {
            using var process = Process.GetCurrentProcess();
            var usage = string.Create(CultureInfo.InvariantCulture, $"{process.TotalProcessorTime.TotalMicroseconds:F0} {process.WorkingSet64}");
            Console.WriteLine($"{usage} {counts}");
        }

        Environment.Exit(0);
    }
}
