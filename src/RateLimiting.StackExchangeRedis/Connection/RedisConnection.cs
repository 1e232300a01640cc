using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Investigations.RateLimiting.StackExchangeRedis;

/// <summary>
/// The connection, made at first use and again after a failed attempt, never waited for longer than the timeout. Its own: it fails fast while
/// it is disconnected, and goes on connecting. The application's: left as it is, and open.
/// </summary>
internal sealed class RedisConnection(IOptions<RedisRateLimitOptions> options, IServiceProvider services, TimeProvider time) : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private Task<IConnectionMultiplexer>? _connecting;
    private bool _disposed;

    private RedisRateLimitOptions Options => options.Value;

    public Task StartAsync() => ConnectAsync();

    /// <exception cref="TimeoutException">There is no connection yet.</exception>
    public async ValueTask<IDatabase> GetDatabaseAsync(CancellationToken cancellationToken)
    {
        var connecting = ConnectAsync();
        var multiplexer = connecting.IsCompletedSuccessfully ? connecting.Result : await connecting.WaitAsync(Options.Timeout, time, cancellationToken);
        return multiplexer.GetDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        if (Take() is { } connecting && CloseAsync(connecting) is var closing && connecting.IsCompleted)
        {
            await closing;
        }
    }

    /// <summary>Closes it beside whoever disposes of the services without waiting, such as a console's <c>using</c>.</summary>
    public void Dispose()
    {
        if (Take() is { } connecting)
        {
            _ = CloseAsync(connecting);
        }
    }

    /// <summary>The connection to close, if it is this object's to close.</summary>
    private Task<IConnectionMultiplexer>? Take()
    {
        lock (_gate)
        {
            _disposed = true;
            return Options.ConnectionMultiplexerFactory is null ? _connecting : null;
        }
    }

    /// <summary>Closes a connection when it is made, which a stopping host does not wait for.</summary>
    private static async Task CloseAsync(Task<IConnectionMultiplexer> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
        {
            await connecting.Result.CloseAsync(allowCommandsToComplete: false);
            await connecting.Result.DisposeAsync();
        }
    }

    private Task<IConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true })
            {
                // The first steps of connecting may block (names are resolved), so they are not the request's.
                _connecting = Task.Run(OpenAsync);
            }

            return _connecting;
        }
    }

    private async Task<IConnectionMultiplexer> OpenAsync()
    {
        if (Options.ConnectionMultiplexerFactory is { } factory)
        {
            return await factory(services);
        }

        var configuration = Options.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(Options.Configuration!);
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
