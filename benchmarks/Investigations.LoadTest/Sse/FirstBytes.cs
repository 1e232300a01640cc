namespace Investigations.LoadTest;

/// <summary>How long 5 000 clients that come at once wait for their first byte on a channel without events.</summary>
internal static class FirstBytes
{
    private const int Streams = 5_000;
    private const int Rounds = 3;

    public static async Task AddAsync(Run run)
    {
        var medians = new List<double>();
        var last = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var waits = await MeasureAsync("channel");
            medians.Add(Figure.At(waits, 0.5));
            last.Add(waits.Length == Streams ? Figure.At(waits, 0.99) : double.NaN);
            Console.WriteLine($"first byte, {Streams} connects at once: p50 {medians[^1]:F1} ms, p99 {last[^1]:F1} ms");
        }

        var without = await MeasureAsync("framework");
        run.Add(new Row(
            Groups.Sse, "time to first byte on an idle channel, 5 000 connects at once, p99", $"p50 {Figure.Of(Figure.Median(medians), "ms")}",
            without.Length == 0 ? "framework's result: none before the first event" : $"framework's result: {without.Length} of {Streams}",
            Figure.Median(last), "ms").NoMoreThan(50));
    }

    private static async Task<double[]> MeasureAsync(string variant)
    {
        using var server = ServerProcess.Start(variant);
        await FanOut.WarmUpAsync(server);
        using var clients = new Clients(server.Port, Streams);
        await FanOut.WaitAsync(TimeSpan.FromSeconds(3), () => clients.FirstBytes.Length == Streams);
        return clients.FirstBytes;
    }
}
