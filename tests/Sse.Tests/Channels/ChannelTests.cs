using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class ChannelTests
{
    [Fact]
    public async Task Channel_Published_ReachesAllStreamsWithIds()
    {
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(), app => app.MapSse("/", "a"));
        using var one = await host.OpenAsync("/");
        using var two = await host.OpenAsync("/");
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");

        channel.Publish(new SseItem<string>("x", "tick"));
        channel.Publish(new SseItem<string>("y"));

        var seen = await one.ReadAsync(2);
        Assert.Equal(["x", "y"], seen.Select(block => block.Data));
        Assert.Equal("tick", seen[0].Type);
        Assert.Equal(seen, await two.ReadAsync(2));
        Assert.Matches("^[0-9a-f]{16}-1$", seen[0].Id);

        using var resumed = await host.OpenAsync("/", ("Last-Event-ID", seen[0].Id!));
        Assert.Equal("y", (await resumed.ReadAsync())!.Data);
    }

    [Fact]
    public async Task SourcedChannel_NewAndResumedStreams_GetEachEventOnce()
    {
        var source = new ListSource();
        source.Add(250);
        await using var host = await TestHost.StartAsync(
            s => s.AddSseChannels<string, string>(c => c.Source(_ => source)), app => app.MapSse("/", "a"));
        using var first = await host.OpenAsync("/");
        Assert.Equal(ListSource.Range(1, 250), (await first.ReadAsync(250)).Select(block => block.Data));
        using var resumed = await host.OpenAsync("/", ("Last-Event-ID", "c248"));

        source.Add(3);
        host.Services.GetRequiredService<ISseChannels<string, string>>().Wake("a");

        Assert.Equal(ListSource.Range(251, 3), (await first.ReadAsync(3)).Select(block => block.Data));
        Assert.Equal(ListSource.Range(249, 5), (await resumed.ReadAsync(5)).Select(block => block.Data));
    }

    [Fact]
    public async Task SourcedChannel_Completed_EndsAndAnswers204Afterwards()
    {
        var source = new ListSource { IsCompleted = true };
        source.Add(3);
        await using var host = await TestHost.StartAsync(
            s => s.AddSseChannels<string, string>(c => c.Source(_ => source)), app => app.MapSse("/", "a"));
        using var first = await host.OpenAsync("/");
        Assert.Equal(3, (await first.ReadToEndAsync()).Count);

        using var again = await host.OpenAsync("/", ("Last-Event-ID", "c3"));
        Assert.Equal(HttpStatusCode.NoContent, again.Response.StatusCode);
    }
}
