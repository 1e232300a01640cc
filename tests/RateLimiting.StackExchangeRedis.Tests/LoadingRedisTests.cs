using static Investigations.RateLimiting.StackExchangeRedis.Tests.Eventually;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class LoadingRedisTests
{
    [Fact]
    public async Task Loading_InMidLoad_IsALostRedisThatComesBackWithItsCounts()
    {
        await using var server = await RedisServer.StartAsync(
            "--enable-debug-command", "yes", "--key-load-delay", "500", "--loading-process-events-interval-bytes", "1024");
        await using var node = StoreUnderTest.Make(server.Connection, static o => o.BreakDuration = TimeSpan.FromMilliseconds(100));
        var rule = Rules.Of(limit: 100_000, windowSeconds: 3600);
        Assert.Equal(99_999, (await node.CheckAsync(rule)).Remaining);
        await server.ExecuteAsync("DEBUG", "POPULATE", "4000");

        // Writes the data out and reads it in again, half a millisecond for each key: some two seconds.
        var reload = server.ExecuteAsync("DEBUG", "RELOAD");
        List<RateLimitDecision> decisions = [];
        await UntilAsync(async () =>
        {
            decisions.Add(await node.CheckAsync(rule));
            return node.Logs.Of("RateLimitRedisBack").Count == 1;
        });

        Assert.All(decisions, static d => Assert.True(d.IsAllowed && d.IsCounted));
        Assert.Contains("LOADING", Assert.Single(node.Logs.Of("RateLimitRedisLost")).Exception!.Message, StringComparison.Ordinal);
        await reload;
        Assert.InRange((await node.CheckAsync(rule)).Remaining, 1, 99_997);
    }
}
