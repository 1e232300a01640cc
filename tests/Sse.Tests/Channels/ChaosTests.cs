using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

/// <summary>Four publishers, cuts and resumes in any order they happen to take: every client gets every event once, in order.</summary>
public class ChaosTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task PushedChannel_FourPublishersAndClientsThatDrop_LosesNothing(int windowMilliseconds)
    {
        await using var host = await TestHost.StartAsync(
            services => services.AddSseChannels<string, string>(c => (c.ReplayCapacity, c.ReplayBytes, c.CoalesceWindow) = (1 << 20, 1 << 30, TimeSpan.FromMilliseconds(windowMilliseconds))),
            app => app.MapSse("/", "a", o => o.Start = SseStart.Beginning));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        await Chaos.RunAsync(host, Chaos.Length(2), 4, (publisher, number) =>
        {
            channel.Publish(new SseItem<string>($"{publisher}:{number}"));
            return Task.Delay(2, CancellationToken.None);
        });
    }
}
