using System.Diagnostics;

namespace Investigations.LoadTest;

/// <summary>One way to answer requests, with the clients that ask it.</summary>
internal sealed record Contestant(string Name, ServerProcess Server, IRequests Clients)
{
    /// <summary>Asks for a second.</summary>
    public Turn Measure()
    {
        var before = Server.Stats();
        var started = Stopwatch.GetTimestamp();
        var requests = (double)Clients.Run(TimeSpan.FromSeconds(1));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = Server.Stats();
        return new(
            requests / elapsed.TotalSeconds, (after.CpuMicroseconds - before.CpuMicroseconds) / requests,
            (after.Allocated - before.Allocated) / requests, after.Reads - before.Reads);
    }
}
