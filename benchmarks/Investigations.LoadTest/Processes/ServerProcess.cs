using System.Diagnostics;
using System.Globalization;

namespace Investigations.LoadTest;

/// <summary>What a server's process has used.</summary>
internal readonly record struct Usage(long CpuMicroseconds, long Allocated, long Heap, long WorkingSet, long Reads);

/// <summary>A server in its own process.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="variant">What the server does.</param>
    /// <param name="command">Which server it is.</param>
    /// <param name="sendBuffer">What the kernel may hold for each client, in bytes; null: its own choice.</param>
    public static ServerProcess Start(string variant, string command = "server", int? sendBuffer = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [command, variant])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[ServerLoop.SendBuffer] = sendBuffer?.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        return new ServerProcess(process, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    /// <summary>The most memory it has had at once. What it has at a moment depends on whether the collector has just given some back.</summary>
    public long PeakWorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public Usage Collect() => Ask("collect");

    public Usage Stats() => Ask("stats");

    public void StartPublishing(int rate, int count) => _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"publish {rate} {count}"));

    public Task FinishPublishingAsync() => _process.StandardOutput.ReadLineAsync();

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private Usage Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        var numbers = _process.StandardOutput.ReadLine()!.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new Usage(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
