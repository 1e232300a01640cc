using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using static Investigations.RateLimiting.StackExchangeRedis.Tests.Eventually;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>Redis goes wrong in mid-load. Each test has a server of its own, and real time where the point is that nobody waits.</summary>
public class LostRedisTests
{
    private static readonly RateLimitRule Rule = Rules.Of(limit: 5, windowSeconds: 3600);

    [Fact]
    public async Task Stopped_WithLocalFallback_CountsLocallyAndReturnsWhenRedisDoes()
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection, static o => (o.Timeout, o.BreakDuration) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(50)));
        Assert.Equal(4, (await node.CheckAsync(Rule)).Remaining);
        server.Stop();

        List<RateLimitDecision> decisions = [];
        for (var i = 0; i < 20; i++)
        {
            decisions.Add(await node.CheckAsync(Rule));
        }

        Assert.Equal(5, decisions.Count(static d => d.IsAllowed));
        Assert.Single(node.Logs.Of("RateLimitRedisLost"));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(node.Store.TryCheck(Rules.Alice, Rule, 1, out var _), "answered without a wait"));

        await server.RestartAsync();
        await UntilAsync(async () => (await node.CheckAsync(Rule)).IsAllowed);
        Assert.Single(node.Logs.Of("RateLimitRedisBack"));
        Assert.InRange((await node.PeekAsync(Rule)).Remaining, 0, 4);
    }

    [Theory]
    [InlineData(RateLimitStoreFailureMode.FailOpen, RateLimitOutcome.Uncounted)]
    [InlineData(RateLimitStoreFailureMode.FailClosed, RateLimitOutcome.Unavailable)]
    public async Task Stopped_WithoutFallback_AnswersAsTheModeSays(RateLimitStoreFailureMode mode, RateLimitOutcome outcome)
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection, o => (o.FailureMode, o.Timeout) = (mode, TimeSpan.FromMilliseconds(500)));
        await node.CheckAsync(Rule);
        server.Stop();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(outcome, (await node.CheckAsync(Rule)).Outcome);
        }

        Assert.Equal(outcome, (await node.PeekAsync(Rule)).Outcome);
        Assert.Single(node.Logs.Of("RateLimitRedisLost"));
    }

    [Fact]
    public async Task Paused_InMidLoad_KeepsNobodyWaitingLongerThanTheTimeout()
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection, static o => (o.Timeout, o.BreakDuration) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)));
        await UntilAsync(async () => (await node.CheckAsync(Rules.Of(limit: 1_000_000))).IsAllowed);
        server.Pause();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 200; i++)
        {
            await node.CheckAsync(Rule);
        }

        // Three calls wait for 100 ms each, then the breaker is open. Without one it were 20 seconds, and by the client's own timeout 1 000.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15));
        server.Resume();
        await UntilAsync(() => Task.FromResult(node.Store.TryCheck(Rules.Alice, Rule, 1, out _) is false));
        Assert.Equal(4, (await node.CheckAsync(Rule, RateLimitKey.ForUser("fresh"))).Remaining);
    }

    [Fact]
    public async Task ScriptsFlushed_InMidLoad_AreLoadedAgainUnnoticed()
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection);
        var rule = Rules.Of(limit: 1000);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(999 - i, (await node.CheckAsync(rule)).Remaining);
            if (i % 10 == 0)
            {
                await server.ExecuteAsync("SCRIPT", "FLUSH");
            }
        }

        Assert.Empty(node.Logs.Of("RateLimitRedisLost"));
    }

    [Fact]
    public async Task DataFlushed_InMidLoad_StartsWindowsAnew()
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection, static o => o.BlockCacheDuration = TimeSpan.Zero);
        await node.ViolateAsync(Rule);

        await server.ExecuteAsync("FLUSHALL");

        Assert.Equal((RateLimitOutcome.Allowed, 4), (await node.CheckAsync(Rule) is var d ? d.Outcome : default, d.Remaining));
    }

    [Theory]
    [InlineData("REPLICAOF", "127.0.0.1", "1")]
    [InlineData("CONFIG", "SET", "maxmemory", "1")]
    public async Task Refused_AsOnAReplicaOrWithoutMemory_IsALostRedisNotAnException(string command, params string[] arguments)
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection, static o => (o.Timeout, o.BreakDuration) = (TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(10)));
        await node.CheckAsync(Rule);
        await server.ExecuteAsync(command, [.. arguments]);

        var decisions = new List<RateLimitDecision>();
        for (var i = 0; i < 20; i++)
        {
            decisions.Add(await node.CheckAsync(Rule, RateLimitKey.ForUser("bob")));

            // Time for it to be tried again: it would answer a PING.
            await Task.Delay(15, TestContext.Current.CancellationToken);
        }

        Assert.Equal(5, decisions.Count(static d => d.IsAllowed));
        Assert.Single(node.Logs.Of("RateLimitRedisLost"));
        Assert.Empty(node.Logs.Of("RateLimitRedisBack"));
    }

    [Fact]
    public async Task WrongType_UnderAKeysName_IsAFailureNotAnException()
    {
        await using var server = await RedisServer.StartAsync();
        await using var node = StoreUnderTest.Make(server.Connection);
        await server.ExecuteAsync("SET", new RedisKeyName(node.Prefix, null).Of(Rules.Alice, "default").ToString(), "text");

        Assert.Equal(4, (await node.CheckAsync(Rule)).Remaining);
    }

    [Fact]
    public async Task NeverThere_AtStart_IsALostRedis()
    {
        await using var node = StoreUnderTest.Make("127.0.0.1:1,connectTimeout=200", static o => o.Timeout = TimeSpan.FromMilliseconds(500));

        for (var i = 0; i < 10; i++)
        {
            Assert.True((await node.CheckAsync(Rules.Of(limit: 100))).IsAllowed);
        }

        Assert.Single(node.Logs.Of("RateLimitRedisLost"));
    }

    [Fact]
    public async Task Reset_WithoutRedis_ThrowsSinceTheBlockStands()
    {
        await using var node = StoreUnderTest.Make("127.0.0.1:1,connectTimeout=200", static o => o.Timeout = TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<Exception>(async () => await node.Store.ResetAsync(Rules.Alice, Rule, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Breaker_AfterItsBreak_LetsOneCallerProbe()
    {
        var time = new FakeTimeProvider();
        var breaker = new Breaker(2, TimeSpan.FromSeconds(2), time);
        Assert.False(breaker.Failed());
        Assert.True(breaker.Failed());
        Assert.False(breaker.ShouldProbe());

        time.Advance(TimeSpan.FromSeconds(2));
        var probes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(breaker.ShouldProbe)));

        Assert.Single(probes, static p => p);
        Assert.False(breaker.Failed());
        Assert.False(breaker.ShouldProbe());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(breaker.ShouldProbe());
        Assert.True(breaker.Succeeded());
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public void Breaker_ThatClosesWhileACallerIsToldToProbe_LetsOneProbeInTheNextOutage()
    {
        var time = new InterruptedTime();
        var breaker = new Breaker(1, TimeSpan.FromSeconds(2), time);
        breaker.Failed();
        time.Advance(TimeSpan.FromSeconds(2));
        time.Interrupt = () => breaker.Succeeded();
        Assert.True(breaker.ShouldProbe());
        breaker.Succeeded();

        Assert.True(breaker.Failed());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(breaker.ShouldProbe());
    }

    /// <summary>Lets something happen while a caller reads the clock.</summary>
    private sealed class InterruptedTime : FakeTimeProvider
    {
        public Action? Interrupt { get; set; }

        public override long GetTimestamp()
        {
            var interrupt = Interrupt;
            Interrupt = null;
            interrupt?.Invoke();
            return base.GetTimestamp();
        }
    }
}
