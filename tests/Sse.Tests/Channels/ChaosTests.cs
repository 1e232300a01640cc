using System.Globalization;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>Publishers, polls, wakes, cuts and resumes in any order they happen to take: every client gets every event once, in order.</summary>
public class ChaosTests
{
    /// <summary>A real clock is the point: the longer, the more orders are met. CHAOS_SECONDS makes it longer.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("CHAOS_SECONDS") ?? "1", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task PushedChannel_FourPublishersAndClientsThatDrop_LosesNothing(int windowMilliseconds)
    {
        await using var host = await TestHost.StartAsync(
            services => services.AddSseChannels<string, string>(c => (c.ReplayCapacity, c.ReplayBytes, c.CoalesceWindow) = (1 << 20, 1 << 30, TimeSpan.FromMilliseconds(windowMilliseconds))),
            app => app.MapSse("/", "a", o => o.Start = SseStart.Beginning));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        using var stop = new CancellationTokenSource();
        var publishers = Enumerable.Range(0, 4).Select(p => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                channel.Publish(new SseItem<string>($"{p}:{i}"));
                await Task.Delay(2, CancellationToken.None);
            }
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(seed => FollowAsync(host, seed, new Check(4))));
        await stop.CancelAsync();
        await Task.WhenAll(publishers);
        Assert.Empty(host.Logs.Errors);
    }

    [Theory]
    [InlineData(Ids.Same, 1024)]
    [InlineData(Ids.Same, 8)]
    [InlineData(Ids.ByDay, 1024)]
    [InlineData(Ids.ByDay, 8)]
    [InlineData(Ids.EachReadAnew, 1024)]
    [InlineData(Ids.EachReadAnew, 3)]
    public async Task SourcedChannel_ClientsThatDrop_GetEachEventOnceInOrder(Ids ids, int capacity)
    {
        var reads = 0;
        var source = new ListSource
        {
            AfterRead = async () =>
            {
                if (Interlocked.Increment(ref reads) % 3 == 0)
                {
                    await Task.Delay(Random.Shared.Next(3));
                }
            },
            IdOf = ids switch
            {
                Ids.Same => static number => $"c{number}",
                Ids.ByDay => number => $"c{number}.{Volatile.Read(ref reads) / 50 % 2}",
                _ => static number => $"c{number}.{Guid.NewGuid():N}",
            },
        };
        await using var host = await TestHost.StartAsync(
            services => services.AddSseChannels<string, string>(c =>
                (c.Source(_ => source).ReplayCapacity, c.PageSize, c.PollInterval, c.CoalesceWindow) = (capacity, 7, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5))),
            app => app.MapSse("/", "a"));
        using var stop = new CancellationTokenSource();
        var channels = host.Services.GetRequiredService<ISseChannels<string, string>>();
        var appender = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                source.Add(Random.Shared.Next(1, 4));
                if (Random.Shared.Next(2) == 0)
                {
                    channels.Wake("a");
                }

                await Task.Delay(Random.Shared.Next(8), CancellationToken.None);
            }
        }, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(seed => FollowAsync(host, seed, new Check(1))));
        await stop.CancelAsync();
        await appender;
        Assert.Empty(host.Logs.Errors);
    }

    private static async Task FollowAsync(TestHost host, int seed, Check check)
    {
        var random = new Random(seed);
        var start = TimeProvider.System.GetTimestamp();
        string? last = null;
        while (TimeProvider.System.GetElapsedTime(start) < Length)
        {
            using var client = last is null ? await host.OpenAsync("/") : await host.OpenAsync("/", ("Last-Event-ID", last));
            foreach (var block in await client.ReadAsync(random.Next(1, 25)))
            {
                Assert.NotEqual("reset", block.Type);
                check.Next(block.Data);
                last = block.Id;
            }

            // A client that comes back much later is met by a ring that has moved on.
            if (random.Next(10) == 0)
            {
                await Task.Delay(random.Next(200), TestContext.Current.CancellationToken);
            }
        }
    }

    public enum Ids
    {
        Same,
        ByDay,
        EachReadAnew,
    }

    /// <summary>Each publisher's numbers must come one after the other.</summary>
    private sealed class Check(int publishers)
    {
        private readonly int[] _last = [.. Enumerable.Repeat(-1, publishers)];
        private bool _isFirst = true;

        public void Next(string data)
        {
            var parts = data.Split(':');
            var publisher = parts.Length > 1 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
            var number = int.Parse(parts[^1], CultureInfo.InvariantCulture);
            if (parts.Length == 1 && _isFirst)
            {
                Assert.Equal(1, number);
            }
            else if (_last[publisher] >= 0 || parts.Length == 1)
            {
                Assert.Equal(_last[publisher] + 1, number);
            }

            _isFirst = false;
            _last[publisher] = number;
        }
    }
}
