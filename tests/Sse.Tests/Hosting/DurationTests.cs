using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Investigations.Sse.Tests;

public class DurationTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task MaxDuration_Streams_EndBetween80And100Percent()
    {
        await using var host = await StartAsync(app => app.MapGet("/", () => SseResults.Stream(Sources.Never(), o => o.HeartbeatInterval = Timeout.InfiniteTimeSpan)));
        var clients = new List<SseClient>();
        for (var i = 0; i < 50; i++)
        {
            clients.Add(await host.OpenAsync("/"));
        }

        _time.Advance(TimeSpan.FromSeconds(239));
        Assert.Equal(50, host.Connections.Count);
        _time.Advance(TimeSpan.FromSeconds(31));
        await Eventually.IsTrue(() => host.Connections.Count is > 5 and < 45, "about half have ended");
        _time.Advance(TimeSpan.FromSeconds(31));
        await Eventually.IsTrue(() => host.Connections.Count == 0, "all have ended");
        foreach (var client in clients)
        {
            Assert.Empty(await client.ReadToEndAsync());
            Assert.Matches("^:\nretry: \\d+\nretry: \\d+\n$", client.Text.ToString());
            client.Dispose();
        }

        Assert.True(clients.Select(client => client.Text.ToString()).Distinct().Count() > 25, "clients are told to return at different times");
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task MaxDuration_BelowTheHeartbeat_EndsWithoutOne()
    {
        await using var host = await StartAsync(app => app.MapGet("/", () => SseResults.Stream(Sources.Never(), o => o.MaxDuration = TimeSpan.FromSeconds(5))));
        using var client = await host.OpenAsync("/");
        await HeartbeatTests.ReadPreambleAsync(client);
        _time.Advance(TimeSpan.FromSeconds(5.25));
        Assert.Empty(await client.ReadToEndAsync());
        Assert.DoesNotContain("\n:", client.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MaxDuration_ChannelStream_ResumesWithoutLoss()
    {
        await using var host = await TestHost.StartAsync(
            services => services.AddSingleton<TimeProvider>(_time).AddSseChannels<string, string>(c => c.CoalesceWindow = TimeSpan.Zero), app => app.MapSse("/", "a"));
        var channel = host.Services.GetRequiredService<ISseChannels<string, string>>().Get("a");
        using var first = await host.OpenAsync("/");
        channel.Publish(new("1"));
        var seen = await first.ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(301));
        Assert.Empty(await first.ReadToEndAsync());

        channel.Publish(new("2"));
        using var second = await host.OpenAsync("/", ("Last-Event-ID", seen!.Id!));
        Assert.Equal("2", (await second.ReadAsync())!.Data);
    }

    [Fact]
    public async Task EndsAt_TicketsExpiry_EndsTheStream()
    {
        await using var host = await StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                var properties = new AuthenticationProperties { ExpiresUtc = _time.GetUtcNow() + TimeSpan.FromSeconds(20) };
                context.Features.Set<IAuthenticateResultFeature>(new Ticket(AuthenticateResult.Success(new AuthenticationTicket(new(), properties, "test"))));
                return next(context);
            });
            app.MapGet("/", () => SseResults.Stream(Sources.Never()));
            app.MapGet("/own", () => SseResults.Stream(Sources.Never(), o => o.EndsAt = _time.GetUtcNow() + TimeSpan.FromSeconds(40)));
            app.MapGet("/past", () => SseResults.Stream(Sources.Never(), o => o.EndsAt = _time.GetUtcNow() - TimeSpan.FromSeconds(40)));
        });
        using var ticket = await host.OpenAsync("/");
        using var own = await host.OpenAsync("/own");
        using var past = await host.OpenAsync("/past");
        _time.Advance(TimeSpan.FromSeconds(19.5));
        Assert.Empty(await past.ReadToEndAsync());
        await Eventually.IsTrue(() => host.Connections.Count == 2, "the others go on");
        _time.Advance(TimeSpan.FromSeconds(0.75));
        Assert.Empty(await ticket.ReadToEndAsync());
        await Eventually.IsTrue(() => host.Connections.Count == 1, "the other goes on");
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(await own.ReadToEndAsync());
    }

    [Fact]
    public async Task EndToken_Cancelled_EndsTheStream()
    {
        using var access = new CancellationTokenSource();
        await using var host = await StartAsync(app => app.MapGet("/", () => SseResults.Stream(Sources.Never(), o => o.EndToken = access.Token)));
        using var client = await host.OpenAsync("/");
        await HeartbeatTests.ReadPreambleAsync(client);
        await access.CancelAsync();
        Assert.Empty(await client.ReadToEndAsync());
        Assert.EndsWith("\n", client.Text.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, client.Text.ToString().Count(c => c == '\n'));
    }

    private Task<TestHost> StartAsync(Action<WebApplication> app) => TestHost.StartAsync(services => services.AddSingleton<TimeProvider>(_time), app);

    private sealed class Ticket(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } = result;
    }
}
