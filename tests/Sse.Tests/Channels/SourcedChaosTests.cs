using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>Writers, polls, wakes, cuts and resumes in any order they happen to take: every client gets every event once, in order.</summary>
public class SourcedChaosTests
{
    [Theory]
    [InlineData(Ids.Same, 1024)]
    [InlineData(Ids.Same, 8)]
    [InlineData(Ids.ByDay, 1024)]
    [InlineData(Ids.ByDay, 8)]
    [InlineData(Ids.EachReadAnew, 1024)]
    [InlineData(Ids.EachReadAnew, 3)]
    public async Task SourcedChannel_FourWritersAndClientsThatDrop_LosesNothing(Ids ids, int capacity)
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
        var channels = host.Services.GetRequiredService<ISseChannels<string, string>>();
        await Chaos.RunAsync(host, Chaos.Length(6), 4, async (writer, number) =>
        {
            source.Add($"{writer}:{number}");
            if (Random.Shared.Next(2) == 0)
            {
                channels.Wake("a");
            }

            await Task.Delay(Random.Shared.Next(16), CancellationToken.None);
        });
    }

    /// <summary>How a source spells the same position from one read to the next.</summary>
    public enum Ids
    {
        Same,
        ByDay,
        EachReadAnew,
    }
}
