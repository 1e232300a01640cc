using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class ResumeTests
{
    [Theory]
    [InlineData("nonsense", "invalid_cursor")]
    [InlineData("0123456789abcdef-1", "invalid_cursor")]
    [InlineData("{epoch}-0", "invalid_cursor")]
    [InlineData("{epoch}-99", "invalid_cursor")]
    [InlineData("{epoch}-9999999999999999999999999999", "invalid_cursor")]
    [InlineData("{epoch}-1", "cursor_expired")]
    [InlineData("{other}-1", "invalid_cursor")]
    [InlineData("{long}", "invalid_cursor")]
    public async Task PushedChannel_IdItCannotResume_ResetsAndGivesWhatItHas(string id, string reason)
    {
        await using var host = await StartAsync(c => c.ReplayCapacity = 2);
        var channels = host.Services.GetRequiredService<ISseChannels<string, string>>();
        for (var i = 1; i <= 5; i++)
        {
            channels.Get("a").Publish(new SseItem<string>($"{i}"));
        }

        channels.Get("b").Publish(new SseItem<string>("secret"));
        id = id.Replace("{epoch}", await EpochAsync(host, "/a"), StringComparison.Ordinal)
            .Replace("{other}", await EpochAsync(host, "/b"), StringComparison.Ordinal)
            .Replace("{long}", new string('x', 10_000), StringComparison.Ordinal);

        using var client = await host.OpenAsync("/a", ("Last-Event-ID", id));
        Assert.Equal(HttpStatusCode.OK, client.Response.StatusCode);
        Assert.Equal(new SseBlock(null, "reset", $$"""{"reason":"{{reason}}","resume":"/start"}"""), await client.ReadAsync());
        Assert.Equal(["4", "5"], (await client.ReadAsync(2)).Select(block => block.Data));
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task PushedChannel_AnyIdItHas_GivesExactlyWhatFollows()
    {
        await using var host = await StartAsync(c => c.ReplayCapacity = 64);
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        for (var i = 1; i <= 30; i++)
        {
            channel.Publish(new SseItem<string>($"{i}"));
        }

        var epoch = await EpochAsync(host, "/a");
        for (var i = 1; i <= 30; i++)
        {
            using var client = await host.OpenAsync("/a", ("Last-Event-ID", $"{epoch}-{i}"));
            Assert.Equal(Enumerable.Range(i + 1, 30 - i).Select(n => $"{n}"), (await client.ReadAsync(30 - i)).Select(block => block.Data));
        }
    }

    [Fact]
    public async Task PushedChannel_SubscribeWhilePublishing_NeitherLosesNorRepeats()
    {
        await using var host = await StartAsync(c => (c.ReplayCapacity, c.CoalesceWindow) = (100_000, TimeSpan.Zero));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        channel.Publish(new SseItem<string>("0"));
        var epoch = await EpochAsync(host, "/a");
        using var stop = new CancellationTokenSource();
        var last = 0;
        var publisher = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                channel.Publish(new SseItem<string>($"{i}"));

                // A few ahead: each stream goes on from what was published to what is being published.
                while (i % 5 == 0 && i > Volatile.Read(ref last) + 5 && !stop.IsCancellationRequested)
                {
                    await Task.Delay(1, CancellationToken.None);
                }
            }
        }, CancellationToken.None);

        for (var round = 0; round < 1000; round++)
        {
            using var client = await host.OpenAsync("/a", ("Last-Event-ID", $"{epoch}-{last + 1}"));
            foreach (var block in await client.ReadAsync(3))
            {
                Assert.Equal($"{++last}", block.Data);
            }
        }

        await stop.CancelAsync();
        await publisher;
    }

    [Fact]
    public async Task PushedChannel_IdleAndDropped_ResetsAndServesItsOldHandles()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await TestHost.StartAsync(
            services => services.AddSingleton<TimeProvider>(time).AddSseChannels<string, string>(c => c.IdleTimeout = TimeSpan.FromMinutes(1)), app => app.MapSse("/a", "a"));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        channel.Publish(new SseItem<string>("old"));
        var epoch = await EpochAsync(host, "/a");
        await Eventually.IsTrue(() => host.Connections.Count == 0, "nobody watches");

        time.Advance(TimeSpan.FromMinutes(2));
        using var client = await host.OpenAsync("/a", ("Last-Event-ID", $"{epoch}-1"));
        Assert.Equal("reset", (await client.ReadAsync())!.Type);
        channel.Publish(new SseItem<string>("new"));
        Assert.Equal("new", (await client.ReadAsync())!.Data);
        Assert.Equal(1, channel.SubscriberCount);
    }

    [Fact]
    public async Task PushedChannel_StreamThatFallsOutOfTheRing_IsToldAndGoesOn()
    {
        await using var host = await StartAsync(c => (c.ReplayCapacity, c.CoalesceWindow) = (3, TimeSpan.FromSeconds(10)));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        using var client = await host.OpenAsync("/a");
        channel.Publish(new SseItem<string>("1"));
        Assert.Equal("1", (await client.ReadAsync())!.Data);

        // Within the window nothing is shown, so these overtake the stream for certain.
        for (var i = 2; i <= 9; i++)
        {
            channel.Publish(new SseItem<string>($"{i}"));
        }

        Assert.Equal("cursor_expired", Reason(await client.ReadAsync()));
        Assert.Equal(["7", "8", "9"], (await client.ReadAsync(3)).Select(block => block.Data));
    }

    [Fact]
    public async Task Publish_WithAnIdOrALineInItsType_IsRefused()
    {
        await using var host = await StartAsync();
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        Assert.Throws<ArgumentException>(() => channel.Publish(new SseItem<string>("x") { EventId = "mine" }));
        Assert.Throws<ArgumentException>(() => channel.Publish(new SseItem<string>("x", "a\nid: 9")));
    }

    private static string Reason(SseBlock? block) => block!.Data.Split('"')[3];

    private static async Task<string> EpochAsync(TestHost host, string path)
    {
        using var client = await host.OpenAsync(path, ("Last-Event-ID", "any"));
        Assert.Equal("reset", (await client.ReadAsync())!.Type);
        return (await client.ReadAsync())!.Id!.Split('-')[0];
    }

    private static Task<TestHost> StartAsync(Action<SseChannelOptions<string, string>>? configure = null) => TestHost.StartAsync(
        services => services.AddSseChannels(configure),
        app =>
        {
            app.MapSse("/a", "a", o => o.ResumeUrl = "/start");
            app.MapSse("/b", "b");
        });
}
