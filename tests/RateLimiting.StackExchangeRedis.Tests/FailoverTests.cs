using static Investigations.RateLimiting.StackExchangeRedis.Tests.Eventually;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>A primary with a replica, both in the connection string: what a failover looks like from a node.</summary>
public class FailoverTests
{
    private static readonly RateLimitRule Rule = Rules.Of(limit: 1000, windowSeconds: 3600);

    [Theory]
    [InlineData(RateLimitStoreFailureMode.LocalFallback, RateLimitOutcome.Allowed)]
    [InlineData(RateLimitStoreFailureMode.FailOpen, RateLimitOutcome.Uncounted)]
    [InlineData(RateLimitStoreFailureMode.FailClosed, RateLimitOutcome.Unavailable)]
    public async Task Primary_ThatDies_IsReplacedByThePromotedReplicaWithItsCounts(RateLimitStoreFailureMode mode, RateLimitOutcome meanwhile)
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync();
        await replica.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{primary.Port}");
        await UntilAsync(async () => $"{await replica.ExecuteAsync("INFO", "replication")}".Contains("master_link_status:up", StringComparison.Ordinal));
        await using var node = StoreUnderTest.Make($"{primary.Address},{replica.Address},connectTimeout=500", o =>
        {
            (o.FailureMode, o.Timeout, o.BreakDuration) = (mode, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(50));
        });
        await UntilAsync(async () => (await node.CheckAsync(Rule)).Outcome == RateLimitOutcome.Allowed && node.Logs.Of("RateLimitRedisLost").Count == 0);
        for (var i = 0; i < 100; i++)
        {
            await node.CheckAsync(Rule);
        }

        await UntilAsync(async () => $"{await primary.ExecuteAsync("WAIT", "1", "1000")}" == "1");

        primary.Stop();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(meanwhile, (await node.CheckAsync(Rule)).Outcome);
        }

        await replica.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await UntilAsync(async () =>
        {
            var decision = await node.CheckAsync(Rule);
            Assert.True(decision.Outcome == meanwhile || decision.Outcome == RateLimitOutcome.Allowed);
            return node.Logs.Of("RateLimitRedisBack").Count > 0;
        });

        Assert.InRange((await node.CheckAsync(Rule)).Remaining, 1, 899);
        Assert.Single(node.Logs.Of("RateLimitRedisLost"));
    }
}
