using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>One node's store. Its timeout is generous, so that a slow machine is not taken for a lost Redis, unless a test says otherwise.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreUnderTest(ServiceProvider services, string prefix, CollectedLogs logs) => (_services, Prefix, Logs) = (services, prefix, logs);

    public string Prefix { get; }

    public CollectedLogs Logs { get; }

    public RedisRateLimitStore Store => _services.GetRequiredService<RedisRateLimitStore>();

    public IServiceProvider Services => _services;

    public ScriptCaller Script => _services.GetRequiredService<ScriptCaller>();

    public static StoreUnderTest Make(string connection, Action<RedisRateLimitOptions>? configure = null, TimeProvider? time = null, string? prefix = null)
    {
        prefix ??= $"test:{Guid.NewGuid():N}:";
        var logs = new CollectedLogs();
        var services = new ServiceCollection();
        services.AddLogging(l => l.AddProvider(logs));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddBackoffRateLimiting().AddStackExchangeRedis(o =>
        {
            o.Configuration = connection;
            o.KeyPrefix = prefix;
            o.Timeout = TimeSpan.FromSeconds(10);
            configure?.Invoke(o);
        });
        return new StoreUnderTest(services.BuildServiceProvider(), prefix, logs);
    }

    public async Task<RateLimitDecision> CheckAsync(RateLimitRule rule, RateLimitKey? key = null, int cost = 1) =>
        Store.TryCheck(key ?? Rules.Alice, rule, cost, out var decision)
            ? decision
            : await Store.CheckAsync(key ?? Rules.Alice, rule, cost, TestContext.Current.CancellationToken);

    public Task<RateLimitDecision> PeekAsync(RateLimitRule rule, RateLimitKey? key = null) =>
        Store.PeekAsync(key ?? Rules.Alice, rule, TestContext.Current.CancellationToken).AsTask();

    public async Task<RateLimitDecision> ViolateAsync(RateLimitRule rule, RateLimitKey? key = null)
    {
        RateLimitDecision decision;
        do
        {
            decision = await CheckAsync(rule, key);
        }
        while (decision.IsAllowed);

        return decision;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
