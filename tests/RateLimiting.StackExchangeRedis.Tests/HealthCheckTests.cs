using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

public class HealthCheckTests
{
    [Fact]
    public async Task Check_OfARedisThatCounts_IsHealthyAndLeavesNothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = Services(server.Connection);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);

        await Eventually.UntilAsync(async () => (long)await server.ExecuteAsync("DBSIZE") == 0);
    }

    [Theory]
    [InlineData("REPLICAOF", "127.0.0.1", "1")]
    [InlineData("CONFIG", "SET", "maxmemory", "1")]
    public async Task Check_OfARedisThatAnswersButDoesNotCount_IsUnhealthy(string command, params string[] arguments)
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = Services(server.Connection);
        await server.ExecuteAsync(command, [.. arguments]);
        Assert.Equal("PONG", $"{await server.ExecuteAsync("PING")}");

        var report = await CheckAsync(services);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.NotNull(report.Entries["rate-limits"].Exception);
    }

    [Fact]
    public async Task Check_WithoutRedis_IsUnhealthy()
    {
        await using var services = Services("127.0.0.1:1,connectTimeout=200");

        Assert.Equal("Redis does not answer.", (await CheckAsync(services)).Entries["rate-limits"].Description);
    }

    [Fact]
    public async Task Check_WithoutTheStore_NamesWhatToCall()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => new RedisRateLimitHealthCheck(services).CheckHealthAsync(new(), TestContext.Current.CancellationToken));

        Assert.Contains("AddStackExchangeRedis", refused.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string connection)
    {
        var services = new ServiceCollection();
        services.AddBackoffRateLimiting().AddStackExchangeRedis(o => (o.Configuration, o.Timeout) = (connection, TimeSpan.FromSeconds(5)));
        services.AddHealthChecks().AddCheck<RedisRateLimitHealthCheck>("rate-limits");
        return services.BuildServiceProvider();
    }

    private static Task<HealthReport> CheckAsync(ServiceProvider services) =>
        services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
}
