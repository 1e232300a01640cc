using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class SharedLimitTests(RedisFixture redis)
{
    [Fact]
    public async Task TwoNodes_WithClocksHalfAMinuteApart_AdmitTheLimitTogether()
    {
        var now = DateTimeOffset.UtcNow;
        await using var first = await redis.StoreAsync(time: new FakeTimeProvider(now));
        await using var second = await redis.StoreAsync(time: new FakeTimeProvider(now.AddSeconds(30)), prefix: first.Prefix);
        var rule = Rules.Of(limit: 60, windowSeconds: 3600);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? first : second).CheckAsync(rule)));

        Assert.Equal(60, decisions.Count(static d => d.IsAllowed));
        Assert.Equal(Enumerable.Range(0, 60), decisions.Where(static d => d.IsAllowed).Select(static d => d.Remaining).Order());
        Assert.Single(decisions, static d => d.Outcome == RateLimitOutcome.Violation);
        Assert.Single(decisions.Select(static d => d.ResetAt).Distinct());
    }

    [Theory]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    public async Task TenThousandAtOnce_OfOneCaller_AdmitExactlyTheLimit(RateLimitAlgorithm algorithm)
    {
        await using var node = await redis.StoreAsync();
        var rule = Rules.Of(limit: 60, windowSeconds: 86_400, p => p.Algorithm = algorithm);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => Task.Run(() => node.CheckAsync(rule))));

        Assert.Equal(60, decisions.Count(static d => d.IsAllowed));
        Assert.Single(decisions, static d => d.Outcome == RateLimitOutcome.Violation);
        Assert.Equal(1, (await node.PeekAsync(rule)).Violations);
    }

    [Fact]
    public async Task ClockSteppedBackTenMinutes_NeverBlocksLongerThanTheLargestPenaltyAndAWindow()
    {
        await using var node = await redis.StoreAsync(static o => o.BlockCacheDuration = TimeSpan.Zero);
        var rule = Rules.Of(limit: 1, configure: p => p.Backoff = new() { FreeViolations = 0, MaxPenalty = TimeSpan.FromMinutes(2), BasePenalty = TimeSpan.FromMinutes(2) });
        var now = 1_790_000_000_000L;
        node.Script.Clock = () => now;
        await node.ViolateAsync(rule);

        now -= 600_000;
        var decision = await node.CheckAsync(rule);

        Assert.InRange(decision.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        now += (long)decision.RetryAfter.TotalMilliseconds;
        Assert.True((await node.CheckAsync(rule)).IsAllowed);
    }

    [Fact]
    public async Task Keys_OfAnyTrace_HaveATimeToLive()
    {
        await using var node = await redis.StoreAsync(static o => o.BlockCacheDuration = TimeSpan.Zero);
        foreach (var algorithm in Enum.GetValues<RateLimitAlgorithm>())
        {
            for (var limit = 1; limit < 6; limit++)
            {
                var rule = Rules.Of(limit, configure: p => (p.Algorithm, p.Backoff.BlockedRequestsPerViolation) = (algorithm, limit));
                var key = RateLimitKey.ForUser($"{algorithm} {limit}");
                await node.Store.ChargeAsync(key, rule, 1, TestContext.Current.CancellationToken);
                for (var i = 0; i < 20; i++)
                {
                    await node.CheckAsync(rule, key);
                }
            }
        }

        var database = await redis.DatabaseAsync();
        var keys = await KeysAsync(database, node.Prefix);
        Assert.Equal(15, keys.Count);
        foreach (var key in keys)
        {
            Assert.InRange((await database.KeyTimeToLiveAsync(key)).GetValueOrDefault(), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public async Task Keys_OfHostileCallers_AreOneEachAndTellNothing()
    {
        await using var node = await redis.StoreAsync();
        var rule = Rules.Of();
        string[] names = ["a}b{c", "a\r\nb", "😀", "", new string('x', 10_000), "alice@example.com", "*", "a b"];
        foreach (var name in names)
        {
            Assert.Equal(2, (await node.CheckAsync(rule, RateLimitKey.ForUser(name))).Remaining);
            Assert.Equal(1, (await node.CheckAsync(rule, RateLimitKey.ForUser(name))).Remaining);
        }

        var keys = await KeysAsync(await redis.DatabaseAsync(), node.Prefix);

        Assert.Equal(names.Length, keys.Count);
        Assert.All(keys, key => Assert.Matches($"^{node.Prefix}default:[0-9a-f]{{32}}$", key.ToString()));
    }

    [Fact]
    public async Task Penalty_ThatIsKnown_IsAnsweredWithoutRedis()
    {
        await using var node = await redis.StoreAsync();
        var rule = Rules.Of(limit: 1, configure: p => p.Backoff.FreeViolations = 0);
        var violation = await node.ViolateAsync(rule);

        Assert.True(node.Store.TryCheck(Rules.Alice, rule, 1, out var known));

        Assert.Equal((RateLimitOutcome.Blocked, violation.ResetAt, violation.Violations), (known.Outcome, known.ResetAt, known.Violations));
        Assert.InRange(known.RetryAfter, violation.RetryAfter - TimeSpan.FromSeconds(10), violation.RetryAfter);
        Assert.False(node.Store.TryCheck(RateLimitKey.ForUser("bob"), rule, 1, out _));

        await node.Store.ResetAsync(Rules.Alice, rule, TestContext.Current.CancellationToken);
        Assert.True((await node.CheckAsync(rule)).IsAllowed);
    }

    [Fact]
    public async Task FreeViolation_ThatIsKnown_IsAnsweredWithoutRedisUntilTheLimitChangesOrAPermitComesBack()
    {
        await using var node = await redis.StoreAsync();
        var (rule, raised) = (Rules.Of(limit: 2), Rules.Of(limit: 3));
        var violation = await node.ViolateAsync(rule);

        Assert.True(node.Store.TryCheck(Rules.Alice, rule, 1, out var known));
        Assert.Equal((RateLimitOutcome.Blocked, violation.ResetAt), (known.Outcome, known.ResetAt));
        Assert.False(node.Store.TryCheck(Rules.Alice, raised, 1, out _));
        Assert.True((await node.CheckAsync(raised)).IsAllowed);

        await node.Store.ChargeAsync(Rules.Alice, rule, -2, TestContext.Current.CancellationToken);
        Assert.True((await node.CheckAsync(rule)).IsAllowed);
    }

    [Fact]
    public async Task Cost_AboveTheLimit_IsAnErrorAndNoViolation()
    {
        await using var node = await redis.StoreAsync();
        var rule = Rules.Of(limit: 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => node.Store.TryCheck(Rules.Alice, rule, 4, out _));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await node.Store.CheckAsync(Rules.Alice, rule, 4, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await node.Store.CheckAsync(Rules.Alice, rule, 0, TestContext.Current.CancellationToken));

        Assert.Equal((0, 3), (await node.PeekAsync(rule) is var d ? d.Violations : -1, d.Remaining));
    }

    [Fact]
    public async Task HostsOwnConnection_IsUsedAndLeftOpen()
    {
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(await redis.ConnectionAsync());
        await using (var node = await redis.StoreAsync(o => o.ConnectionMultiplexerFactory = _ => Task.FromResult<IConnectionMultiplexer>(multiplexer)))
        {
            Assert.Equal(2, (await node.CheckAsync(Rules.Of())).Remaining);
        }

        Assert.True(multiplexer.IsConnected);
    }

    [Fact]
    public async Task Services_DisposedOfWithoutWaiting_CloseTheirConnection()
    {
        var name = $"n{Guid.NewGuid():N}";
        var node = StoreUnderTest.Make($"{await redis.ConnectionAsync()},name={name}");
        Assert.Equal(2, (await node.CheckAsync(Rules.Of())).Remaining);
        var database = await redis.DatabaseAsync();
        Assert.Contains(name, (string?)await database.ExecuteAsync("CLIENT", "LIST"), StringComparison.Ordinal);

        ((IDisposable)node.Services).Dispose();

        await Eventually.UntilAsync(async () => ((string?)await database.ExecuteAsync("CLIENT", "LIST"))?.Contains(name, StringComparison.Ordinal) == false);
    }

    private static async Task<List<RedisKey>> KeysAsync(IDatabase database, string prefix)
    {
        List<RedisKey> keys = [];
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: prefix + "*"))
        {
            keys.Add(key);
        }

        return keys;
    }
}
