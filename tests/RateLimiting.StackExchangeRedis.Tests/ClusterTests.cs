using static Investigations.RateLimiting.StackExchangeRedis.Tests.Eventually;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class ClusterTests
{
    [Fact]
    public async Task Cluster_WithKeysOnBothNodesAndASlotThatMoves_CountsOn()
    {
        await using var first = await RedisServer.StartAsync("--cluster-enabled", "yes");
        await using var second = await RedisServer.StartAsync("--cluster-enabled", "yes");
        await first.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "8191");
        await second.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "8192", "16383");
        await first.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", $"{second.Port}");
        foreach (var server in new[] { first, second })
        {
            await UntilAsync(async () => $"{await server.ExecuteAsync("CLUSTER", "INFO")}".Contains("cluster_state:ok", StringComparison.Ordinal));
        }

        await using var node = StoreUnderTest.Make(first.Connection);
        var rule = Rules.Of(limit: 10);
        for (var i = 0; i < 64; i++)
        {
            Assert.Equal(9, (await node.CheckAsync(rule, RateLimitKey.ForUser($"{i}"))).Remaining);
        }

        Assert.All([await first.ExecuteAsync("DBSIZE"), await second.ExecuteAsync("DBSIZE")], static size => Assert.InRange((int)size, 1, 63));

        var name = new RedisKeyName(node.Prefix, null).Of(Rules.Alice, "default").ToString();
        var slot = (int)await first.ExecuteAsync("CLUSTER", "KEYSLOT", name);
        var (from, to) = slot < 8192 ? (first, second) : (second, first);
        var owner = $"{await to.ExecuteAsync("CLUSTER", "MYID")}";
        await to.ExecuteAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", owner);
        await from.ExecuteAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", owner);

        Assert.Equal(9, (await node.CheckAsync(rule)).Remaining);
        Assert.Equal(8, (await node.CheckAsync(rule)).Remaining);
        Assert.Equal("1", $"{await to.ExecuteAsync("EXISTS", name)}");
        Assert.Empty(node.Logs.Of("RateLimitRedisLost"));
    }
}
