using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

public class HeartbeatTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Heartbeat_SilentStream_IsACommentWithoutABlankLine()
    {
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await ReadPreambleAsync(client);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(":", await client.ReadLineAsync());
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(":", await client.ReadLineAsync());
        Assert.DoesNotContain("\n\n", client.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_AfterAnEvent_IsDueAFullIntervalLater()
    {
        var items = Channel.CreateUnbounded<SseItem<string>>();
        await using var host = await StartAsync(app => app.MapGet("/", () => SseResults.Stream((_, token) => Sources.From(items, token))));
        using var client = await host.OpenAsync("/");
        await ReadPreambleAsync(client);

        _time.Advance(TimeSpan.FromSeconds(29));
        await items.Writer.WriteAsync(new SseItem<string>("x"), TestContext.Current.CancellationToken);
        Assert.Equal("data: x", await client.ReadLineAsync());
        Assert.Equal("", await client.ReadLineAsync());
        _time.Advance(TimeSpan.FromSeconds(29));
        await items.Writer.WriteAsync(new SseItem<string>("y"), TestContext.Current.CancellationToken);
        Assert.Equal("data: y", await client.ReadLineAsync());
        Assert.Equal("", await client.ReadLineAsync());
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(":", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Heartbeat_WhileTheSourceIsBusy_IsSentAndTheItemIsNotLost()
    {
        var items = Channel.CreateUnbounded<SseItem<string>>();
        await using var host = await StartAsync(app => app.MapGet("/", () => SseResults.Stream((_, token) => Sources.From(items, token))));
        using var client = await host.OpenAsync("/");
        await ReadPreambleAsync(client);

        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            Assert.Equal(":", await client.ReadLineAsync());
            await items.Writer.WriteAsync(new SseItem<string>("x"), TestContext.Current.CancellationToken);
            Assert.Equal("data: x", await client.ReadLineAsync());
            Assert.Equal("", await client.ReadLineAsync());
        }
    }

    [Fact]
    public async Task Heartbeat_AsAnEvent_HasDataAndNoId()
    {
        await using var host = await StartAsync(app => app.MapGet("/", () => SseResults.Stream(Sources.Never(), o => o.HeartbeatEventType = "ping")));
        using var client = await host.OpenAsync("/");
        await ReadPreambleAsync(client);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new SseBlock(null, "ping", ""), await client.ReadAsync());
    }

    [Fact]
    public async Task Heartbeat_SwitchedOff_NeverComes()
    {
        await using var host = await StartAsync(app => app.MapGet(
            "/", () => SseResults.Stream(Sources.Never(), o => (o.HeartbeatInterval, o.MaxDuration, o.MaxDurationJitter) = (Timeout.InfiniteTimeSpan, TimeSpan.FromDays(40), 0))));
        using var client = await host.OpenAsync("/");
        await ReadPreambleAsync(client);

        _time.Advance(TimeSpan.FromDays(40));
        Assert.StartsWith("retry: ", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await client.ReadLineAsync());
    }

    [Fact]
    public async Task Heartbeat_OfOneStream_DoesNotDependOnAStalledOne()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapGet("/", () => SseResults.Stream(Sources.Never()));
            app.MapGet("/full", () => SseResults.Stream(Sources.Endless(), o => o.WriteTimeout = Timeout.InfiniteTimeSpan));
        });
        using var stalled = await RawClient.GetAsync(host.Address, "/full", receiveBuffer: 2048);
        using var client = await host.OpenAsync("/");
        await ReadPreambleAsync(client);

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            Assert.Equal(":", await client.ReadLineAsync());
        }
    }

    internal static async Task ReadPreambleAsync(SseClient client)
    {
        Assert.Equal(":", await client.ReadLineAsync());
        Assert.StartsWith("retry: ", await client.ReadLineAsync(), StringComparison.Ordinal);
    }

    private Task<TestHost> StartAsync(Action<WebApplication>? app = null) => TestHost.StartAsync(
        services => services.AddSingleton<TimeProvider>(_time),
        app ?? (app => app.MapGet("/", () => SseResults.Stream(Sources.Never()))));
}
