using System.Globalization;

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
            using var server = ServerProcess.Start(variant);
            using var clients = new Clients(server.Port, load.Streams);
            var stalled = Enumerable.Range(0, Count).Select(_ => Clients.Connect(server.Port, receiveBuffer: 2048)).ToArray();
            Array.ForEach(stalled, Clients.Ask);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);

            server.StartPublishing(load.Rate, load.Rate * load.Seconds);
            await server.FinishPublishingAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);

            var ages = clients.TakeAges();
            var expected = (long)load.Rate * load.Seconds * load.Streams;
            complete &= clients.Events == expected;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{variant}: {clients.Events} of {expected} delivered to the {load.Streams} that read, p99 {ages[(int)((ages.Length - 1) * 0.99)]:F1} ms"));
            Array.ForEach(stalled, static socket => socket.Dispose());
        }

        return complete ? 0 : 1;
    }
}
