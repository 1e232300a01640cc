using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(Investigations.RateLimiting.StackExchangeRedis.Tests.RedisFixture))]

namespace Investigations.RateLimiting.StackExchangeRedis.Tests;

/// <summary>
/// One Redis for all tests that leave it alone: the one of INVESTIGATIONS_TEST_REDIS, or a private one. Each test has keys of its own.
/// </summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private RedisServer? _server;
    private ConnectionMultiplexer? _multiplexer;

    /// <summary>A store on keys that no other test has.</summary>
    internal async Task<StoreUnderTest> StoreAsync(Action<RedisRateLimitOptions>? configure = null, TimeProvider? time = null, string? prefix = null) =>
        StoreUnderTest.Make(await ConnectionAsync(), configure, time, prefix);

    internal async Task<IDatabase> DatabaseAsync()
    {
        var connection = await ConnectionAsync();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return (_multiplexer ??= await ConnectionMultiplexer.ConnectAsync(connection)).GetDatabase();
        }
        finally
        {
            _gate.Release();
        }
    }

    internal async Task<string> ConnectionAsync()
    {
        if (Environment.GetEnvironmentVariable("INVESTIGATIONS_TEST_REDIS") is { Length: > 0 } given)
        {
            return given;
        }

        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return (_server ??= await RedisServer.StartAsync()).Connection;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is not null)
        {
            await _multiplexer.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }
}
