namespace Investigations.LoadTest;

/// <summary>
/// How long 5 000 clients that come at once wait for their first byte on a channel without events: on a server that has been at work for a
/// while, and, for the record, on one that has just started and compiles its code beside it.
/// </summary>
internal static class FirstBytes
{
    private const int Streams = 5_000;
    private const int WarmUps = 4;
    private const int Rounds = 5;

    public static async Task AddAsync(Run run)
    {
        using var server = ServerProcess.Start("channel");
        var first = await ComeAtOnceAsync(server);
        for (var i = 0; i < WarmUps; i++)
        {
            await ComeAtOnceAsync(server);
        }

        var medians = new List<double>();
        var last = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var waits = await ComeAtOnceAsync(server);
            medians.Add(Figure.At(waits, 0.5));
            last.Add(Last(waits));
            Console.WriteLine($"first byte, {Streams} connects at once: p50 {medians[^1]:F1} ms, p99 {last[^1]:F1} ms");
        }

        using var framework = ServerProcess.Start("framework");
        var without = await ComeAtOnceAsync(framework);
        run.Add(new Row(
            Groups.Sse, "time to first byte on an idle channel, 5 000 connects at once, p99",
            $"p50 {Figure.Of(Figure.Median(medians), "ms")}; just after the server's start p99 {Figure.Of(Last(first), "ms")}",
            without.Length == 0 ? "framework's result: none before the first event" : $"framework's result: {without.Length} of {Streams}",
            Figure.Median(last), "ms").NoMoreThan(50));
    }

    private static double Last(double[] waits) => waits.Length == Streams ? Figure.At(waits, 0.99) : double.NaN;

    private static async Task<double[]> ComeAtOnceAsync(ServerProcess server)
    {
        double[] waits;
        using (var clients = new Clients(server.Port, Streams))
        {
            await FanOut.WaitAsync(TimeSpan.FromSeconds(3), () => clients.FirstBytes.Length == Streams);
            waits = clients.FirstBytes;
        }

        // The end of so many connections is work, too, and not what is measured.
        await FanOut.WaitAsync(TimeSpan.FromSeconds(1), static () => false);
        return waits;
    }
}
