using System.Globalization;

namespace Investigations.Sse.Tests;

/// <summary>
/// A client that follows <c>/</c>, is cut after a few events, and resumes, over and over. Each event's data is <c>publisher:number</c>,
/// and each publisher's numbers must come one after the other from 0, none left out and none twice.
/// </summary>
internal sealed class ChaosClient(TestHost host, int seed, int publishers)
{
    private readonly int[] _next = new int[publishers];
    private readonly Random _random = new(seed);
    private string? _last;

    public async Task FollowAsync(TimeSpan length)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < length)
        {
            await ReadAsync(_random.Next(1, 25));

            // A client that comes back much later is met by a ring that has moved on.
            if (_random.Next(10) == 0)
            {
                await Task.Delay(_random.Next(200), TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Reads what is left when the publishers are done: this many of each.</summary>
    public async Task FinishAsync(int[] published)
    {
        await ReadAsync(published.Sum() - _next.Sum());
        Assert.Equal(published, _next);
    }

    private async Task ReadAsync(int count)
    {
        using var client = _last is null ? await host.OpenAsync("/") : await host.OpenAsync("/", ("Last-Event-ID", _last));
        foreach (var block in await client.ReadAsync(count))
        {
            Assert.NotEqual("reset", block.Type);
            var parts = block.Data.Split(':');
            var publisher = int.Parse(parts[0], CultureInfo.InvariantCulture);
            Assert.Equal(_next[publisher]++, int.Parse(parts[1], CultureInfo.InvariantCulture));
            _last = block.Id;
        }
    }
}

/// <summary>How long chaos lasts. A real clock is the point: the longer, the more orders of things are met.</summary>
internal static class Chaos
{
    /// <summary>A minute for all cases of a test together, unless CHAOS_SECONDS says otherwise.</summary>
    public static TimeSpan Length(int cases) => TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("CHAOS_SECONDS") ?? "60", CultureInfo.InvariantCulture) / cases);

    /// <summary>Runs publishers and clients against each other, then lets every client read to the end. A publisher is called with its next number until the time is up.</summary>
    public static async Task RunAsync(TestHost host, TimeSpan length, int publishers, Func<int, int, Task> publish)
    {
        using var stop = new CancellationTokenSource();
        var publishing = Enumerable.Range(0, publishers).Select(publisher => Task.Run(async () =>
        {
            var number = 0;
            while (!stop.IsCancellationRequested)
            {
                await publish(publisher, number++);
            }

            return number;
        })).ToArray();
        var clients = Enumerable.Range(0, 12).Select(seed => new ChaosClient(host, seed, publishers)).ToArray();
        await Task.WhenAll(clients.Select(client => client.FollowAsync(length)));
        await stop.CancelAsync();
        var published = await Task.WhenAll(publishing);
        await Task.WhenAll(clients.Select(client => client.FinishAsync(published)));
        Assert.Empty(host.Logs.Errors);
    }
}
