using System.Diagnostics;
using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>What the host has used, and what it has asked its database.</summary>
internal readonly record struct HostUsage(long CpuMicroseconds, long WorkingSet, long Commands, long PageReads, long HeadReads);

/// <summary>The sample host in a process of its own, in Development, on a given database, with limits that do not limit.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    public HostProcess(int port, string database)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["host-server"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ConnectionStrings__Postgres"] = database,
            ["Demo__Enabled"] = "false",
            ["Logging__LogLevel__Default"] = "Error",
            ["RATE_LIMIT_MAX_REQUESTS"] = "1000000",
        })
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public HostUsage Usage()
    {
        _process.StandardInput.WriteLine();
        var numbers = _process.StandardOutput.ReadLine()!.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
