namespace Investigations.LoadTest;

/// <summary>Five clients that never read among the others: the others must get everything, as soon as ever.</summary>
internal static class Stalled
{
    private const int Count = 5;

    public static async Task<int> RunAsync(Arguments load)
    {
        var complete = true;
        foreach (var variant in load.Variants)
        {
            var row = await MeasureAsync(variant, load.Streams, load.Rate, load.Seconds);
            Console.WriteLine($"{variant}: {row}");
            complete &= row.IsHeld;
        }

        return complete ? 0 : 1;
    }

    public static async Task<Row> MeasureAsync(string variant, int streams, int rate, int seconds)
    {
        using var server = ServerProcess.Start(variant);
        await FanOut.WarmUpAsync(server);
        using var clients = new Clients(server.Port, streams);
        var stalled = Enumerable.Range(0, Count).Select(_ => Clients.Connect(server.Port, receiveBuffer: 2048)).ToArray();
        Array.ForEach(stalled, Clients.Ask);
        await FanOut.WaitAsync(TimeSpan.FromSeconds(1), static () => false);

        server.StartPublishing(rate, rate * seconds);
        await server.FinishPublishingAsync();
        await FanOut.WaitAsync(TimeSpan.FromSeconds(1), static () => false);

        var expected = (long)rate * seconds * streams;
        Array.ForEach(stalled, static socket => socket.Dispose());
        return new Row(
            Groups.Sse, $"{Count} readers that never read among {streams + Count}: delivered to the others", $"{clients.Events} of {expected}",
            $"p99 {Figure.Of(Figure.At(clients.TakeAges(), 0.99), "ms")}", 100.0 * clients.Events / expected, "%").NoLessThan(100);
    }
}
