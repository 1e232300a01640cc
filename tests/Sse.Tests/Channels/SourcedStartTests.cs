using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigations.Sse.Tests;

public class SourcedStartTests
{
    private readonly ListSource _source = new();

    [Fact]
    public async Task End_WithoutAnId_GivesOnlyWhatIsNew()
    {
        _source.Add(2500);
        await using var host = await StartAsync(o => o.Start = SseStart.End);
        using var client = await host.OpenAsync("/");
        _source.Add(2);
        Channels(host).Wake("a");
        Assert.Equal(["2501", "2502"], (await client.ReadAsync(2)).Select(block => block.Data));
    }

    [Fact]
    public async Task StartAfterId_IsUsedWhereTheClientHasNone()
    {
        _source.Add(10);
        await using var host = await StartAsync(o => o.StartAfterId = "c8");
        using var fresh = await host.OpenAsync("/");
        Assert.Equal(["9", "10"], (await fresh.ReadAsync(2)).Select(block => block.Data));
        using var resumed = await host.OpenAsync("/", ("Last-Event-ID", "c5"));
        Assert.Equal("6", (await resumed.ReadAsync())!.Data);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("c999")]
    [InlineData("c-1")]
    [InlineData("x1")]
    public async Task ForeignOrForgedId_IsTheSourcesReset(string id)
    {
        _source.Add(3);
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/", ("Last-Event-ID", id));
        Assert.Equal(new SseBlock(null, "reset", """{"reason":"invalid_cursor","resume":"/start"}"""), await client.ReadAsync());
        Assert.Equal(["1", "2", "3"], (await client.ReadAsync(3)).Select(block => block.Data));
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task HugeId_IsAResetWithoutAskingTheSource()
    {
        await using var host = await StartAsync(o => o.ResumeUrl = "/again");
        var asked = new List<string?>();
        _source.Refuse = id =>
        {
            asked.Add(id);
            return false;
        };
        using var client = await host.OpenAsync($"/?last_event_id={new string('x', 7000)}");
        Assert.Equal(HttpStatusCode.OK, client.Response.StatusCode);
        Assert.Equal("""{"reason":"invalid_cursor","resume":"/again"}""", (await client.ReadAsync())!.Data);
        await Eventually.IsTrue(() => asked.Count > 0, "it starts over");
        Assert.All(asked, Assert.Null);
    }

    [Fact]
    public async Task KnownIdAtTheEnd_ResumesWithoutAReadOfItsOwn()
    {
        _source.Add(20);
        await using var host = await StartAsync();
        using var client = await host.OpenAsync("/");
        await client.ReadAsync(20);
        var replays = 0;
        var resumed = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.OpenAsync("/", ("Last-Event-ID", "c20"))));
        await Eventually.IsTrue(() => Channels(host).Get("a").SubscriberCount == 201, "all have joined");
        _source.BeforeRead = _ => Task.FromResult(Interlocked.Increment(ref replays));
        _source.Add(1);
        Channels(host).Wake("a");
        Assert.All(await Task.WhenAll(resumed.Select(other => other.ReadAsync())), block => Assert.Equal("21", block!.Data));
        Assert.InRange(replays, 1, 3);
        Array.ForEach(resumed, other => other.Dispose());
    }

    [Fact]
    public async Task ReplayBomb_DoesNotHoldUpLiveStreams()
    {
        _source.Add(50_000);
        var (now, most) = (0, 0);
        await using var host = await TestHost.StartAsync(
            s => s.AddSseChannels<string, string>(c => (c.Source(_ => _source).ReplayCapacity, c.MaxConcurrentReplays) = (16, 2)), app => app.MapSse("/", "a"));
        using var live = await host.OpenAsync("/", ("Last-Event-ID", "c50000"));
        await Eventually.IsTrue(() => Channels(host).Get("a").SubscriberCount == 1, "it has joined");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        _source.BeforeRead = async token =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
        };
        var bomb = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.OpenAsync("/", ("Last-Event-ID", "c1"))));
        for (var i = 1; i <= 5; i++)
        {
            _source.Add(1);
            var start = TimeProvider.System.GetTimestamp();
            Channels(host).Wake("a");
            Assert.Equal($"{50_000 + i}", (await live.ReadAsync())!.Data);

            // A real clock is the point; the replays take minutes.
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(15));
        }

        Assert.InRange(most, 1, 3);
        Array.ForEach(bomb, client => client.Dispose());
    }

    [Fact]
    public async Task Source_IsNotReadInARequestsContext()
    {
        var local = new AsyncLocal<string>();
        var seen = new List<string?>();
        _source.BeforeRead = _ =>
        {
            lock (seen)
            {
                seen.Add(local.Value);
            }

            return Task.CompletedTask;
        };
        await using var host = await TestHost.StartAsync(s => s.AddSseChannels<string, string>(c => c.Source(_ => _source)), app =>
        {
            app.Use((RequestDelegate next) => context =>
            {
                local.Value = "request";
                return next(context);
            });
            app.MapSse("/", "a");
        });
        using var client = await host.OpenAsync("/");
        await Eventually.IsTrue(() => _source.Reads >= 4, "polls go on");

        // The first page is the request's own read; polls are nobody's.
        lock (seen)
        {
            Assert.Equal(["request"], seen.Where(value => value is not null));
        }
    }

    [Fact]
    public async Task Read_ThatItsStreamLeftBehind_IsWatchedToItsEnd()
    {
        var go = new TaskCompletionSource();
        _source.BeforeRead = async _ =>
        {
            await go.Task;
            throw new InvalidDataException("too late");
        };
        await using var host = await StartAsync();
        using (var client = await host.OpenAsync("/"))
        {
            Assert.Equal(":", await client.ReadLineAsync());
        }

        await Eventually.IsTrue(() => host.Connections.Count == 0, "the stream is gone though its read is not");
        go.SetResult();
        await Eventually.IsTrue(() => host.Logs.Lines.Any(line => line.Id.Name == "AbandonedSourceFailed" && line.Exception is InvalidDataException), "its failure is observed");
        Assert.Empty(host.Logs.Errors);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static ISseChannels<string, string> Channels(TestHost host) => host.Services.GetRequiredService<ISseChannels<string, string>>();

    private Task<TestHost> StartAsync(Action<SseStreamOptions>? configure = null) => TestHost.StartAsync(
        s => s.AddSseChannels<string, string>(c => c.Source(_ => _source)), app => app.MapSse("/", "a", configure));
}
