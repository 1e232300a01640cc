namespace Investigations.LoadTest;

/// <summary>How often 1 000 streams of one feed on SQLite have its store read while nothing happens, and what a trickle of events costs.</summary>
internal static class StoreReads
{
    private const int Streams = 1_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    public static async Task AddAsync(Run run)
    {
        var polling = await MeasureAsync("polling");
        var shared = await MeasureAsync("source");
        run.Add(new Row(
            Groups.Sse, "1 000 streams of one idle feed: store reads per poll interval", Figure.Of(shared, "reads"),
            $"each stream polling: {Figure.Of(polling, "reads")}", shared, "reads").NoMoreThan(1));

        var trickle = await Rounds.RunAsync(new Arguments(["polling", "source"], Streams, Rate: 10, Seconds: 4, Rounds: 2));
        run.Add(new Row(
            Groups.Sse, "1 000 streams of one feed × 10 events/s: server CPU per delivery", Figure.Of(trickle["source"].CpuPerDelivery, "µs"),
            $"each stream polling: {Figure.Of(trickle["polling"].CpuPerDelivery, "µs")}", trickle.Ratio("source", "polling", static r => r.CpuPerDelivery), "×"));
    }

    private static async Task<double> MeasureAsync(string variant)
    {
        using var server = ServerProcess.Start(variant);
        using var clients = new Clients(server.Port, Streams);
        await FanOut.WaitAsync(TimeSpan.FromSeconds(3), static () => false);
        var before = server.Stats();
        await FanOut.WaitAsync(Idle, static () => false);
        var reads = Math.Round((server.Stats().Reads - before.Reads) / (Idle / Interval));
        Console.WriteLine($"{variant}: {Figure.Of(reads)} reads per interval");
        return reads;
    }
}
