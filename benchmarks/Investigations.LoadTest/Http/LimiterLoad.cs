using System.Net;

namespace Investigations.LoadTest;

/// <summary>What a limiter costs a whole request over Kestrel: requests/s, server CPU and bytes allocated a request.</summary>
internal static class LimiterLoad
{
    private const int Connections = 64;
    private static readonly string[] Variants = ["none", "framework", "silent", "all"];

    /// <summary>The variants in their order: none, the framework's, ours without headers, ours with all headers.</summary>
    public static Contest Measure(int turns)
    {
        var contestants = Variants.Select(static variant => ServerProcess.Start(variant, "limiter-server"))
            .Zip(Variants, static (server, variant) => new Contestant(
                variant, server, new RequestClients(server.Port, Connections, "GET / HTTP/1.1\nHost: localhost\n\n", HttpStatusCode.OK)))
            .ToArray();
        try
        {
            Console.WriteLine($"hello, {Connections} connections, {turns} turns of 1 s");
            return Contest.Run(contestants, turns);
        }
        finally
        {
            Array.ForEach(contestants, static contestant =>
            {
                contestant.Clients.Dispose();
                contestant.Server.Dispose();
            });
        }
    }

    public static int Run(Arguments load)
    {
        Measure(load.Rounds * load.Seconds);
        return 0;
    }
}
